using System.Diagnostics;
using System.Text.Json.Nodes;
using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>The same command again, over what an earlier one left.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly PlainRun _run = new(pictures: 20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Promise(PromiseAttribute.Commit, "A release counts as there only when its name is on the disk: the same command syncs what a dead one could not.")]
    [Fact]
    public async Task A_release_that_is_there_already_is_made_durable_before_it_is_said_so()
    {
        Assert.SkipWhen(Programs.OnPath("strace") is null, "needs strace: ops/setup --tests");
        await _run.DoneAsync();
        var (parent, log) = (Path.GetDirectoryName(_run.Release)!, _run["strace.log"]);
        using var process = Mmdata.Start(_run.State, ["inspect", _run.Release]);
        await process.WaitForExitAsync(Cancel);

        var start = process.StartInfo;
        var command = start.ArgumentList.Take(1).Concat(_run.Command()).ToArray();
        start.ArgumentList.Clear();
        foreach (var word in (string[])["-f", "-qq", "-y", "-e", "trace=fsync", "-o", log, "dotnet", .. command])
            start.ArgumentList.Add(word);
        start.FileName = "strace";
        using var again = Process.Start(start)!;
        var said = again.StandardError.ReadToEndAsync(Cancel);
        var output = await again.StandardOutput.ReadToEndAsync(Cancel);
        await again.WaitForExitAsync(Cancel);
        Assert.SkipWhen((await said).Contains("PTRACE", StringComparison.Ordinal), "tracing is forbidden here");

        Assert.Contains("there already", output, StringComparison.Ordinal);
        Assert.Contains($"<{parent}>", await File.ReadAllTextAsync(log, Cancel), StringComparison.Ordinal);
    }

    [Promise(PromiseAttribute.Commit, "What Select wrote before is not believed.")]
    [Fact]
    public async Task Decisions_of_an_earlier_process_are_made_anew()
    {
        string[] command = ["--json", "--set", "publish.keptMin=1000"];
        var before = await _run.RunAsync(command);
        Assert.Equal(1, before.ExitCode);
        var work = Assert.Single(Directory.GetDirectories(Path.GetDirectoryName(_run.Release)!, ".release.*.staging*"));
        var stale = Path.Combine(work, "audit", "select.jsonl");
        var lines = await File.ReadAllLinesAsync(stale, Cancel);
        await File.WriteAllLinesAsync(stale, lines[1..], Cancel);

        var again = await _run.RunAsync(command);

        Assert.Equal(1, again.ExitCode);
        Assert.Empty(JsonNode.Parse(again.Output)!["findings"]!.AsArray());
        Assert.Equal(JsonNode.Parse(before.Output)!["manifest"]!.ToJsonString(), JsonNode.Parse(again.Output)!["manifest"]!.ToJsonString());
    }

    [Promise(PromiseAttribute.Commit, "A death between the swap of two releases and the clean-up costs nothing: the same command cleans up.")]
    [Fact]
    public async Task A_replacement_that_died_behind_the_swap_is_finished_by_the_same_command()
    {
        await _run.DoneAsync("--set", "publish.partRows=7");
        var old = _run["old"];
        Directory.Move(_run.Release, old);
        await _run.DoneAsync();
        var whole = await _run.FilesAsync();
        var key = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(_run.Release, "manifest.json"), Cancel))!["runKey"]!.GetValue<string>();
        var stem = Path.Combine(Path.GetDirectoryName(_run.Release)!, $".release.{key[..12]}");
        Directory.Move(old, stem + ".staging-5");
        Directory.CreateDirectory(stem + ".work");

        var again = await _run.DoneAsync("--replace");

        Assert.Contains("there already", again.Output, StringComparison.Ordinal);
        Assert.Equal(whole, await _run.FilesAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_run.Release)!, ".release*"));
    }
}

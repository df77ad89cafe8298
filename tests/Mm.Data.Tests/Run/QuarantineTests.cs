using System.Text.Json.Nodes;
using Mm.Data.Tests.Kit;
using Mm.Data.Tests.Kit.Poison;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary><c>mmdata quarantine</c> on what a run could not make sure of, by the command line.</summary>
public sealed class QuarantineTests : IDisposable
{
    private readonly PlainRun _run = new(pictures: 6);
    private readonly PoisonDecoder _decoder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Poisoned => ["--config", $"Decode:DecoderPath={_decoder.Path}"];

    public void Dispose()
    {
        _run.Dispose();
        _decoder.Dispose();
    }

    [Promise(PromiseAttribute.Commit, "What lies in quarantine is not opened again until it is put back; the release stays the same until then.")]
    [Fact]
    public async Task Poison_is_listed_with_its_reason_left_alone_by_later_runs_and_tried_again_when_it_was_put_back()
    {
        _run.Add("jane-doe", PoisonDecoder.Poisoned(PlainRun.Picture(1000), PoisonKind.Abort));
        await _run.DoneAsync(Poisoned);
        var first = await _run.FilesAsync();
        var held = Assert.Single(await ListAsync());
        Assert.Equal(("measure", "decode.crashed", 1, false), Told(held));

        // The decoder is well now, and nobody knows: the verdict is the one from before, so are all bytes.
        Assert.Contains("there already", (await _run.DoneAsync()).Output, StringComparison.Ordinal);
        await _run.DoneAsync("--replace");
        Assert.Equal(first, await _run.FilesAsync());

        var id = held["id"]!.GetValue<string>();
        Assert.Equal(0, (await QuarantineAsync("retry", "--sample", id)).ExitCode);
        Assert.Equal(("measure", "decode.crashed", 1, true), Told(Assert.Single(await ListAsync())));
        var refused = await _run.RunAsync();
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--replace", refused.Errors, StringComparison.Ordinal);
        await _run.DoneAsync("--replace");

        Assert.Empty(await ListAsync());
        var story = await Mmdata.RunAsync(_run.State, Cancel, "inspect", _run.Release, "--sample", id);
        Assert.Contains("kept by render", story.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Originals_are_exported_under_their_ids_with_a_report_and_no_name_of_the_source()
    {
        var asset = PoisonDecoder.Poisoned(PlainRun.Picture(1000), PoisonKind.Segfault);
        _run.Add("jane-doe", asset);
        await _run.DoneAsync(Poisoned);
        var id = Assert.Single(await ListAsync())["id"]!.GetValue<string>();

        var exported = await QuarantineAsync("export", _run["looked-at"], "--reason", "decode.crashed");

        Assert.True(exported.ExitCode == 0, exported.Output + exported.Errors);
        Assert.Equal(
            ["README.md", $"{id}.png", $"{id}.txt", "report.json"],
            Directory.GetFiles(_run["looked-at"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(asset, await File.ReadAllBytesAsync(Path.Combine(_run["looked-at"], $"{id}.png"), Cancel));
        foreach (var file in (string[])["README.md", "report.json"])
        {
            var text = await File.ReadAllTextAsync(Path.Combine(_run["looked-at"], file), Cancel);
            Assert.Contains(id, text, StringComparison.Ordinal);
            Assert.Contains("decode.crashed", text, StringComparison.Ordinal);
            Assert.DoesNotContain("jane", text, StringComparison.Ordinal);
        }

        Assert.Equal(2, (await QuarantineAsync("export", _run["looked-at"])).ExitCode);
        Directory.Delete(_run.Input, recursive: true);
        var gone = await QuarantineAsync("export", _run["again"]);
        Assert.Equal(1, gone.ExitCode);
        Assert.Contains("cannot be read any more", gone.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_that_finds_nothing_or_chooses_nothing_is_told()
    {
        var nothing = await QuarantineAsync("list");
        Assert.Contains("Nothing lies in quarantine", nothing.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await QuarantineAsync("retry")).ExitCode);
        Assert.Equal(2, (await QuarantineAsync("retry", "--reason", "decode.crashed")).ExitCode);
        Assert.Equal(2, (await QuarantineAsync("retry", "--sample", "abc")).ExitCode);
    }

    private static (string, string, int, bool) Told(JsonNode record) => (
        record["phase"]!.GetValue<string>(), record["reason"]!.GetValue<string>(), record["tries"]!.GetValue<int>(),
        record["isPutBack"]!.GetValue<bool>());

    private async Task<JsonNode[]> ListAsync()
    {
        var listed = await QuarantineAsync("list", "--json");
        Assert.True(listed.ExitCode == 0, listed.Errors);
        return [.. JsonNode.Parse(listed.Output)!.AsArray().Select(node => node!)];
    }

    private Task<Mmdata> QuarantineAsync(params string[] arguments) =>
        Mmdata.RunAsync(_run.State, Cancel, ["quarantine", .. arguments]);
}

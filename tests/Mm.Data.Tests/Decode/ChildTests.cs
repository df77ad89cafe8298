using System.Diagnostics;
using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>Real children, looked at from outside.</summary>
public sealed class ChildTests
{
    private static readonly int Core = CpuAffinity.Allowed()[^1];
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_protection_is_in_place_where_bubblewrap_works()
    {
        Assert.SkipWhen(Sandbox.TryCreate([], new Dictionary<string, string>(), 16, out var refusal) is null, refusal);
        await using var pool = Pool(SandboxMode.Auto, 1024);

        var status = await pool.CheckAsync(_cancel);

        Assert.True(status.IsComplete, string.Join("; ", status.Parts));
        Assert.Equal(
            [
                "no-network", "own-processes", "read-only-root", "private-tmp", "no-capabilities", "no-nested-namespaces",
                "unprivileged-user", "wall-clock", "pinned", "memory", "cpu-time", "file-size", "processes", "no-core-dump",
                "no-new-privileges", "dies-with-parent", "no-inherited-descriptors", "clean-environment",
            ],
            status.Parts.Select(part => part.Name));
    }

    [Fact]
    public async Task A_sandboxed_child_is_not_root_for_the_kernel_and_has_every_limit()
    {
        Assert.SkipWhen(Sandbox.TryCreate([], new Dictionary<string, string>(), 16, out var refusal) is null, refusal);
        await using var pool = Pool(SandboxMode.Auto, 779);
        Assert.SkipUnless((await pool.CheckAsync(_cancel)).IsComplete, "the sandbox is not complete here");

        var child = Inside(779);

        Assert.DoesNotContain("0", Line($"/proc/{child}/status", "Uid").Split('\t'));
        Assert.Equal("0000000000000000", Line($"/proc/{child}/status", "CapEff"));
        Assert.Equal("1", Line($"/proc/{child}/status", "NoNewPrivs"));
        Assert.StartsWith("1024 ", Line($"/proc/{child}/limits", "Max processes"), StringComparison.Ordinal);
        Assert.StartsWith($"{2048L << 20} ", Line($"/proc/{child}/limits", "Max file size"), StringComparison.Ordinal);
        Assert.StartsWith("256 ", Line($"/proc/{child}/limits", "Max open files"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_sandbox_that_is_missing_stops_the_start_and_is_named()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = WithoutBubblewrap(folder.Path),
            ["MMDATA_Decode__RequireSandbox"] = "true",
        };

        Directory.CreateDirectory(folder["input"]);
        await File.WriteAllBytesAsync(Path.Combine(folder["input"], "a.png"), PlainPng.Write(new byte[12], 2, 2), _cancel);

        var run = await Mmdata.RunAsync(folder["state"], environment, _cancel, "doctor", "--json");
        var pipeline = await Mmdata.RunAsync(
            folder["state"], environment, _cancel,
            "run", Checkout.Pipeline("quickstart.yaml"), "--input", folder["input"], "--output", folder["release"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("no-network", run.Output, StringComparison.Ordinal);
        Assert.Contains("bwrap is not on PATH", run.Output, StringComparison.Ordinal);
        Assert.True(pipeline.ExitCode == 3, pipeline.Errors + pipeline.Output);
        Assert.Contains("no-network", pipeline.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["release"]));
    }

    [Fact]
    public void A_sandbox_that_is_both_required_and_off_is_a_configuration_error()
    {
        var fault = Assert.Throws<ConfigurationException>(() => new DecodeOptions { RequireSandbox = true, Sandbox = SandboxMode.Off }.Validate());

        Assert.Contains("RequireSandbox", Assert.Single(fault.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sandbox_the_status_says_what_is_missing()
    {
        await using var pool = Pool(SandboxMode.Off, 1024);

        var status = await pool.CheckAsync(_cancel);

        Assert.Contains(status.Parts, part => part is { Name: "no-network", Active: false });
        Assert.Contains(status.Parts, part => part is { Name: "memory", Active: true });
    }

    [Fact]
    public async Task A_child_is_pinned_to_its_core_and_limited()
    {
        await using var pool = Pool(SandboxMode.Off, 777);
        await pool.CheckAsync(_cancel);

        var child = Child(777);
        var allowed = Directory.GetDirectories($"/proc/{child}/task")
            .Select(task => Line(Path.Combine(task, "status"), "Cpus_allowed_list"));

        Assert.All(allowed, list => Assert.Equal(Core.ToString(CultureInfo.InvariantCulture), list));
        Assert.StartsWith($"{777L << 20} ", Line($"/proc/{child}/limits", "Max data size"), StringComparison.Ordinal);
        Assert.StartsWith("0 ", Line($"/proc/{child}/limits", "Max core file size"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposing_the_pool_ends_its_children()
    {
        int child;
        await using (var pool = Pool(SandboxMode.Off, 778))
        {
            await pool.CheckAsync(_cancel);
            child = Child(778);
        }

        Assert.False(Directory.Exists($"/proc/{child}"));
    }

    /// <summary>A folder with links to what the program needs, and no bubblewrap.</summary>
    private static string WithoutBubblewrap(string folder)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "bin")).FullName;
        foreach (var name in (string[])["dotnet", "ffmpeg", "ffprobe"])
        {
            if (Programs.OnPath(name) is { } program)
                File.CreateSymbolicLink(Path.Combine(path, name), program);
        }

        return path;
    }

    private static DecoderPool Pool(SandboxMode sandbox, int memoryMib) => new(
        new DecodeOptions { Sandbox = sandbox, MemoryMib = memoryMib, Cores = [Core] }, TimeProvider.System);

    /// <summary>The child of this process that has so much memory; the tests that look for one give each its own figure.</summary>
    private static int Child(int memoryMib) => Process.GetProcesses()
        .Select(process => process.Id)
        .Where(id => Line($"/proc/{id}/status", "PPid") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
        .Single(id => Read($"/proc/{id}/cmdline").Contains($"\"memoryMib\":{memoryMib}", StringComparison.Ordinal));

    /// <summary>The decoder itself within bubblewrap, which is its parent's parent or further up.</summary>
    private static int Inside(int memoryMib) => Process.GetProcesses()
        .Select(process => process.Id)
        .Single(id => Read($"/proc/{id}/cmdline") is var line
            && line.Contains($"\"memoryMib\":{memoryMib}", StringComparison.Ordinal)
            && !line.Contains("--unshare-all", StringComparison.Ordinal));

    private static string Line(string path, string name) =>
        Read(path).Split('\n')
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..]
            .TrimStart(':', ' ', '\t') ?? "";

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return ""; // ended meanwhile
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Mm.Data.Decode;
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
        await using var pool = Pool(SandboxMode.Required, 1024);

        var status = await pool.CheckAsync(_cancel);

        Assert.True(status.IsComplete, string.Join("; ", status.Parts));
        Assert.Equal(status.Parts.Count, status.Parts.Select(part => part.Name).Distinct().Count());
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

    private static DecoderPool Pool(SandboxMode sandbox, int memoryMib) => new(
        new DecodeOptions { Sandbox = sandbox, MemoryMib = memoryMib, Cores = [Core] }, TimeProvider.System);

    /// <summary>The child of this process that has so much memory; the tests that look for one give each its own figure.</summary>
    private static int Child(int memoryMib) => Process.GetProcesses()
        .Select(process => process.Id)
        .Where(id => Line($"/proc/{id}/status", "PPid") == Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
        .Single(id => Read($"/proc/{id}/cmdline").Contains($"\"memoryMib\":{memoryMib}", StringComparison.Ordinal));

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

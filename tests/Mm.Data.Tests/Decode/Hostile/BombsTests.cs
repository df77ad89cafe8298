using System.Diagnostics;
using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Hostile;

/// <summary>
/// Files that promise or unpack to more than they should, each made here. One child with 256 MiB (data segments of it and of every tool
/// it starts) must refuse each by a verdict of its own: not by dying, and within two seconds of processor time.
/// </summary>
[Promise(PromiseAttribute.Media, "Bombs are refused within the bounds of time and memory.")]
public sealed class BombsTests
{
    private const int MemoryMib = 256;
    private const int MarkMib = 731; // temporary space of this test's child, by which it is told from those of other tests
    private const double SecondsMax = 2;
    private const int BombsLeast = 50;
    private static readonly ViewsRequest Request = new() { Specs = [new(224, 224)] };
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_bomb_is_refused_with_a_reason_in_time_and_memory()
    {
        var bombs = PngBombs.All().Concat(GifWebpBombs.Gif()).Concat(GifWebpBombs.Webp()).Concat(TiffJpegBombs.Tiff())
            .Concat(TiffJpegBombs.Jpeg()).Concat(MovieBombs.All()).ToList();

        var found = await JudgeAsync(bombs);

        Assert.InRange(bombs.Count, BombsLeast, int.MaxValue);
        Assert.DoesNotContain(found, bomb => bomb.Reason is null || !DecodeReasons.IsLasting(bomb.Reason) || bomb.Seconds > SecondsMax);
    }

    [Fact]
    public async Task What_nobody_unpacks_is_no_bomb_but_stays_within_the_same_bounds()
    {
        var found = await JudgeAsync([.. PngBombs.Harmless()]);

        Assert.DoesNotContain(found, bomb => (bomb.Reason is { } reason && !DecodeReasons.IsLasting(reason)) || bomb.Seconds > SecondsMax);
    }

    private async Task<List<Finding>> JudgeAsync(IReadOnlyList<(string Name, byte[] Bytes)> bombs)
    {
        var findings = new List<Finding>();
        await using var pool = new DecoderPool(
            new DecodeOptions { MemoryMib = MemoryMib, TemporaryMib = MarkMib, Cores = [CpuAffinity.Allowed()[0]] }, TimeProvider.System);
        await pool.CheckAsync(_cancel);
        foreach (var (name, bytes) in bombs)
        {
            var before = pool.Counters[0].CpuSeconds;
            var views = await pool.ViewsAsync(bytes, Request, _cancel);
            findings.Add(new Finding(name, views.Reason, pool.Counters[0].CpuSeconds - before));
        }

        var peakMib = PeakKib() >> 10;
        TestContext.Current.SendDiagnosticMessage(
            $"{findings.Count} bombs, slowest {findings.MaxBy(bomb => bomb.Seconds)}, child's peak {peakMib} MiB\n{string.Join('\n', findings)}");
        Assert.Equal(0, pool.Counters[0].Crashes + pool.Counters[0].Timeouts + pool.Counters[0].Restarts);
        Assert.InRange(peakMib, 1, MemoryMib);
        return findings;
    }

    /// <summary>The most memory that the decoder itself ever had, from the kernel.</summary>
    private static long PeakKib()
    {
        var mark = $"\"fileBytesMax\":{(long)MarkMib << 20}";
        var child = Process.GetProcesses().Select(process => process.Id)
            .Where(id => Read(id, "cmdline") is var line && line.Contains(mark, StringComparison.Ordinal)
                && !line.Contains("--unshare-all", StringComparison.Ordinal))
            .Max();
        var peak = Read(child, "status").Split('\n').Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(peak["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private static string Read(int process, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{name}");
        }
        catch (IOException)
        {
            return ""; // ended meanwhile
        }
    }

    private sealed record Finding(string Name, string? Reason, double Seconds);
}

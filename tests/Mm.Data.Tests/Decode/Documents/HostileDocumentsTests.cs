using Mm.Data.Decode;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Documents;

/// <summary>
/// One child with 512 MiB must come to a verdict on each, within the processor time that a document may take; what is told of a document
/// that can be read in part is what it shows.
/// </summary>
public sealed class HostileDocumentsTests
{
    private const int MemoryMib = 512;
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Media, "Hostile documents are refused within the bounds of time and memory.")]
    [Fact]
    public async Task Hostile_PDFs_give_nothing() => Assert.DoesNotContain(
        await JudgeAsync(HostileDocuments.Pdfs()), found => found.Parts > 0 || found.Seconds > LimitSeconds);

    [Fact]
    public async Task Odd_PDFs_come_to_a_verdict_in_time_and_memory() => Assert.DoesNotContain(
        await JudgeAsync(HostileDocuments.Odd()), found => found.Seconds > LimitSeconds || found.Pictures > 1);

    [Fact]
    public async Task Hostile_pages_come_to_a_verdict_in_time_and_memory() => Assert.DoesNotContain(
        await JudgeAsync(HostileDocuments.Pages()), found => found.Seconds > LimitSeconds || found.Pictures > 1);

    private static double LimitSeconds => new DecodeOptions().DocumentCpuSecondsMax + 5; // the clock looks in steps

    private async Task<List<Finding>> JudgeAsync(IEnumerable<(string Name, byte[] Bytes)> documents)
    {
        var findings = new List<Finding>();
        await using var pool = new DecoderPool(
            new DecodeOptions { MemoryMib = MemoryMib, Cores = [CpuAffinity.Allowed()[0]] }, TimeProvider.System);
        await pool.CheckAsync(_cancel);
        foreach (var (name, bytes) in documents)
        {
            var before = pool.Counters[0];
            var content = await pool.DocumentAsync(bytes, new DocumentOptions(), _cancel);
            var after = pool.Counters[0];
            findings.Add(new Finding(
                name, content.Reason, after.CpuSeconds - before.CpuSeconds, after.Crashes - before.Crashes,
                content.Value?.Parts.Count(part => part.Kind is DocumentPartKind.Picture) ?? 0, content.Value?.Parts.Count ?? 0));
        }

        TestContext.Current.SendDiagnosticMessage(string.Join('\n', findings));
        return findings;
    }

    private sealed record Finding(string Name, string? Reason, double Seconds, long Crashes, int Pictures, int Parts);
}

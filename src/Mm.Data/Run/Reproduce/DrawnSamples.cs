using System.Security.Cryptography;
using System.Text;
using Mm.Data.Audit;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Run.Reproduce;

/// <summary>A sample that was drawn, with its events as the release tells them.</summary>
internal sealed class DrawnSample(string id)
{
    private readonly Dictionary<Phase, AuditLine> _lines = [];

    public string Id => id;

    /// <summary>The event of a phase; null where it has none.</summary>
    public AuditLine? this[Phase phase] => _lines.GetValueOrDefault(phase);

    public void Add(AuditLine line) => _lines.TryAdd(line.Event.Phase, line); // a second one is a finding of the verifier
}

/// <summary>
/// Draws samples of a release: those whose SHA-256 over seed and id is smallest. The same seed draws the same samples; whoever made the
/// release does not know the seed.
/// </summary>
internal static class DrawnSamples
{
    /// <returns>In order of id.</returns>
    /// <exception cref="EnvironmentException">An audit file is missing or damaged.</exception>
    public static async Task<IReadOnlyList<DrawnSample>> OfAsync(ReleaseReader release, int count, string seed, CancellationToken cancel)
    {
        var drawn = new PriorityQueue<string, string>(Comparer<string>.Create((a, b) => string.CompareOrdinal(b, a)));
        await foreach (var line in LinesAsync(release, cancel))
        {
            if (line.Event.Phase is not Phase.Measure)
                continue;
            drawn.Enqueue(line.Event.SampleId, Draw(seed, line.Event.SampleId));
            if (drawn.Count > count)
                drawn.Dequeue();
        }

        var samples = drawn.UnorderedItems.Select(item => item.Element).Distinct(StringComparer.Ordinal)
            .ToDictionary(id => id, id => new DrawnSample(id), StringComparer.Ordinal);
        await foreach (var line in LinesAsync(release, cancel))
            samples.GetValueOrDefault(line.Event.SampleId)?.Add(line);
        return [.. samples.Values.OrderBy(sample => sample.Id, StringComparer.Ordinal)];
    }

    private static async IAsyncEnumerable<AuditLine> LinesAsync(
        ReleaseReader release, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var file in release.Manifest.Audit)
        {
            await foreach (var bytes in AuditFile.ReadRawAsync(Path.Combine(release.Folder, file.Path), cancel))
            {
                if (AuditFile.TryParse(bytes) is { } auditEvent) // a line that is none is a finding of the verifier
                    yield return new AuditLine(auditEvent, bytes);
            }
        }
    }

    private static string Draw(string seed, string id) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}\0{id}")));
}

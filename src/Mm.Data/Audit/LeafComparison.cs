using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>
/// Names the leaves of a release that are not those of the ledger: changed, added, missing, or out of their order. Leaves are told by
/// their hashes, so one that moved is not called changed.
/// </summary>
internal sealed class LeafComparison(string folder, ReleaseManifest manifest, Action<string, string, string> report)
{
    private const int NamedMax = 1000;

    /// <param name="ledger">The events as the files hold them.</param>
    /// <param name="leaves">Their hashes, and that of the leaf that speaks for the manifest.</param>
    /// <param name="expected">The hashes of the ledger's tiles; null where a tile is missing.</param>
    /// <param name="cancel">Stops reading.</param>
    public async Task RunAsync(Ledger ledger, MerkleTree leaves, byte[]?[] expected, CancellationToken cancel)
    {
        Sha256Digest[] actual = [.. Enumerable.Range(0, (int)leaves.Count).Select(leaf => new Sha256Digest(leaves.Leaf(leaf)))];
        Sha256Digest?[] stated = [.. expected.Select(hash => hash is null ? (Sha256Digest?)null : new Sha256Digest(hash))];
        if (stated is [.., { } last] && actual[^1] != last)
            report("manifest-differs", ReleaseManifest.FileName, "It is not the one that the release's leaf in the ledger speaks for.");

        var there = actual[..^1].ToHashSet();
        var ranks = new Dictionary<Sha256Digest, int>(); // the order that the ledger gives to what is still there
        foreach (var hash in stated.SkipLast(1).OfType<Sha256Digest>().Where(there.Contains))
            ranks.TryAdd(hash, ranks.Count);

        var wrong = new List<(long Leaf, string Code, string Message)>();
        var previous = -1;
        for (var leaf = 0; leaf < actual.Length - 1; leaf++)
        {
            if (!ranks.TryGetValue(actual[leaf], out var rank))
            {
                if (leaf >= stated.Length || stated[leaf] is not null)
                    wrong.Add((leaf, "leaf-differs", "The ledger has no such leaf for this release."));
                continue;
            }

            if (rank != previous + 1)
                wrong.Add((leaf, "leaf-moved", "It is a leaf of the release, and stands elsewhere in the ledger."));
            previous = rank;
        }

        await NameAsync(ledger, wrong, cancel);
        ReportMissing(stated, there);
    }

    private void ReportMissing(Sha256Digest?[] stated, HashSet<Sha256Digest> there)
    {
        foreach (var place in Enumerable.Range(0, Math.Max(0, stated.Length - 1))
            .Where(place => stated[place] is { } hash && !there.Contains(hash)).Take(NamedMax))
        {
            var (path, line) = PlaceOf(place, manifest.Audit.Select(file => (file.Path, file.Events)));
            report("leaf-missing", $"{path}:{line}", $"Leaf {place} of the release in the ledger has no such line any more.");
        }
    }

    private async Task NameAsync(Ledger ledger, List<(long Leaf, string Code, string Message)> wrong, CancellationToken cancel)
    {
        var files = manifest.Audit.Select(file => (file.Path, ledger.EventsByFile.GetValueOrDefault(file.Path))).ToArray();
        var byFile = wrong.Take(NamedMax).Select(one => (Place: PlaceOf(one.Leaf, files), one.Code, one.Message))
            .GroupBy(one => one.Place.Path);
        foreach (var file in byFile)
        {
            var lines = file.ToLookup(one => one.Place.Line);
            long number = 0;
            await foreach (var bytes in AuditFile.ReadRawAsync(Path.Combine(folder, file.Key), cancel))
            {
                number++;
                foreach (var (_, code, message) in lines[number])
                {
                    var sample = AuditFile.TryParse(bytes) is { } auditEvent ? $" (sample {auditEvent.SampleId})" : "";
                    report(code, $"{file.Key}:{number}", message + sample);
                }
            }
        }
    }

    private static (string Path, long Line) PlaceOf(long leaf, IEnumerable<(string Path, long Events)> files)
    {
        foreach (var (path, events) in files)
        {
            if (leaf < events)
                return (path, leaf + 1);
            leaf -= events;
        }

        return (ReleasePaths.Audit, leaf + 1);
    }
}

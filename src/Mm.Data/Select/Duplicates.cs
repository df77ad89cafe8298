using System.Numerics;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>
/// Keeps the best of each crowd of duplicates. Samples are taken best first; one stays when nothing that stays is its duplicate. So
/// no two that stay are duplicates, each dropped one has its duplicate among those that stay, and no chain of small differences drops
/// what differs widely.
/// </summary>
internal static class Duplicates
{
    public const string Exact = "duplicate.exact";
    public const string Perceptual = "duplicate.perceptual";

    public static void Drop(IReadOnlyList<Candidate> candidates, DuplicateOptions options)
    {
        var best = new SortedSet<Ranked>(candidates.Select(candidate => new Ranked(candidate, options.KeepBest)));
        var byDigest = new Dictionary<string, Candidate>(StringComparer.Ordinal);
        var byModality = new Dictionary<Modality, Neighbours>();
        foreach (var candidate in best.Select(ranked => ranked.Candidate))
        {
            if (options.Exact && !byDigest.TryAdd(candidate.AssetSha256, candidate))
                Drop(candidate, byDigest[candidate.AssetSha256], Exact);
            else if (options.PerceptualBits is { } bits && candidate is { Hash: { } hash, Modality: { } modality })
                Look(candidate, hash, bits, Of(byModality, modality, bits, candidates.Count));

            // Only what stays may stand for others.
            if (!candidate.IsLive && byDigest.GetValueOrDefault(candidate.AssetSha256) == candidate)
                byDigest.Remove(candidate.AssetSha256);
        }
    }

    // A video and a still of its middle frame are no duplicates, so each modality has its own.
    private static Neighbours Of(Dictionary<Modality, Neighbours> byModality, Modality modality, int bits, int count)
    {
        if (!byModality.TryGetValue(modality, out var neighbours))
            byModality[modality] = neighbours = new Neighbours(bits, count);
        return neighbours;
    }

    private static void Look(Candidate candidate, ulong hash, int bits, Neighbours kept)
    {
        var twins = kept.Within(hash);
        if (twins.Count == 0)
        {
            kept.Add(candidate, hash);
            return;
        }

        var twin = twins.MinBy(entry => entry.Position); // added best first
        Drop(candidate, twin.Candidate, Perceptual);
        candidate.Facts["duplicate.bits"] = BitOperations.PopCount(hash ^ twin.Hash);
        candidate.Facts["duplicate.bits.max"] = bits;
    }

    private static void Drop(Candidate candidate, Candidate twin, string reason)
    {
        candidate.Reason = reason;
        candidate.DuplicateOf = twin;
    }

    /// <summary>Larger features first, those that lack them last, the id where all are equal: a total order.</summary>
    private sealed record Ranked(Candidate Candidate, IReadOnlyList<string> KeepBest) : IComparable<Ranked>
    {
        public int CompareTo(Ranked? other)
        {
            foreach (var feature in KeepBest)
            {
                var mine = Candidate.Features.Number(feature) ?? double.NegativeInfinity;
                var others = other!.Candidate.Features.Number(feature) ?? double.NegativeInfinity;
                if (mine != others)
                    return mine > others ? -1 : 1;
            }

            return string.CompareOrdinal(Candidate.Id, other!.Candidate.Id);
        }
    }
}

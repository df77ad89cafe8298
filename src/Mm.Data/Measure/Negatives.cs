using Mm.Data.Pipeline;

namespace Mm.Data.Measure;

/// <summary>One scored pair of a shard: the embeddings of its picture and its caption.</summary>
internal sealed record ScoredPair(string Id, string AssetSha256, float[] Image, float[] Text, FeatureRow Features);

/// <summary>
/// Chooses each pair's negatives among the other pairs of its shard: the ones that follow it in order of id, around the end. Ids are
/// digests, so the order is as good as random and yet the same on every machine and in every attempt.
/// </summary>
internal static class Negatives
{
    /// <summary>
    /// The pairs of <paramref name="ordered"/> behind <paramref name="index"/>, at most <paramref name="most"/>. Another pair with the same
    /// picture or the same caption would be right too and is no negative.
    /// </summary>
    public static IEnumerable<ScoredPair> Of(IReadOnlyList<ScoredPair> ordered, int index, int most)
    {
        var own = ordered[index];
        return Enumerable.Range(1, ordered.Count - 1)
            .Select(step => ordered[(index + step) % ordered.Count])
            .Where(other => other.AssetSha256 != own.AssetSha256 && !other.Text.AsSpan().SequenceEqual(own.Text))
            .Take(most);
    }
}

using System.ComponentModel;
using Mm.Data.Pipeline;

namespace Mm.Data.Select;

/// <summary>What is looked at when the rows of a release are held against each other.</summary>
/// <param name="Split">Its split.</param>
/// <param name="AssetSha256">Digest of the asset in the source.</param>
/// <param name="Text">The released caption.</param>
/// <param name="Hash">Perceptual hash; null where there is none, or it means nothing.</param>
/// <param name="Embedding">Unit embedding of the picture, or null.</param>
public sealed record ReleasedRow(string Split, string AssetSha256, string Text, ulong? Hash, float[]? Embedding);

/// <summary>Duplicates of one kind among the rows of a release.</summary>
public sealed record LeakCount
{
    [Description("exact, perceptual, embedding or caption.")]
    public required string Kind { get; init; }

    [Description("Bits or cosine from which two are the same; null where that needs none.")]
    public required double? Bound { get; init; }

    [Description("Rows that have what was compared.")]
    public required int Rows { get; init; }

    [Description("Rows that have a duplicate in their own split.")]
    public required int Within { get; init; }

    [Description("Rows of eval that have a duplicate in train.")]
    public required int Leaked { get; init; }
}

/// <summary>
/// Tells the duplicates that a release still holds, within its splits and, which is worse, across them: what is evaluated on was
/// trained on. Pairs are told themselves, not chains of them.
/// </summary>
public static class SplitLeaks
{
    public const string ByBytes = "exact";
    public const string ByHash = "perceptual";
    public const string ByEmbedding = "embedding";
    public const string ByCaption = "caption";

    /// <summary>One count a kind, exact first.</summary>
    /// <param name="rows">In any order.</param>
    /// <param name="bits">Distance of perceptual hashes that still counts.</param>
    /// <param name="cosine">Of embeddings.</param>
    public static IReadOnlyList<LeakCount> Of(IReadOnlyList<ReleasedRow> rows, int bits, double cosine)
    {
        int[] hashed = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Hash is not null)];
        int[] embedded = [.. Enumerable.Range(0, rows.Count).Where(i => rows[i].Embedding is { Length: > 0 })];
        var same = new SemanticNeighbours([.. rows.Select(row => row.Embedding)], cosine);
        return
        [
            Equal(ByBytes, rows, row => row.AssetSha256),
            Near(ByHash, bits, rows, hashed, found => NearHashes.Join(
                [.. hashed.Select(i => rows[i].Hash!.Value)], hashed, bits, new Sets(rows.Count), found)),
            Near(ByEmbedding, cosine, rows, embedded, found => same.Pairs([.. Enumerable.Range(0, rows.Count)], found)),
            Equal(ByCaption, rows, row => Words(row.Text)),
        ];
    }

    /// <summary>Rows of eval with their picture, or a near-duplicate of it, in train.</summary>
    public static int Pictures(IReadOnlyList<LeakCount> counts) =>
        counts.Where(count => count.Kind is ByBytes or ByHash).Max(count => count.Leaked);

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private static LeakCount Equal(string kind, IReadOnlyList<ReleasedRow> rows, Func<ReleasedRow, string> key)
    {
        var (within, leaked) = (0, 0);
        foreach (var crowd in rows.Where(row => key(row).Length > 0).GroupBy(key, StringComparer.Ordinal))
        {
            var bySplit = crowd.CountBy(row => row.Split).ToDictionary();
            within += bySplit.Values.Where(count => count > 1).Sum();
            leaked += bySplit.ContainsKey(Selector.Train) ? bySplit.GetValueOrDefault(Selector.Eval) : 0;
        }

        return new LeakCount
        {
            Kind = kind,
            Bound = null,
            Rows = rows.Count(row => key(row).Length > 0),
            Within = within,
            Leaked = leaked,
        };
    }

    private static LeakCount Near(
        string kind, double bound, IReadOnlyList<ReleasedRow> rows, int[] compared, Action<Func<int, int, bool>> pairs)
    {
        var (within, leaked) = (new HashSet<int>(), new HashSet<int>());
        pairs((one, other) =>
        {
            var (mine, others) = (rows[one].Split, rows[other].Split);
            if (mine == others)
                within.UnionWith([one, other]);
            else if (mine == Selector.Eval || others == Selector.Eval)
                leaked.Add(mine == Selector.Eval ? one : other);
            return false; // pairs are told, nothing is joined
        });
        return new LeakCount { Kind = kind, Bound = bound, Rows = compared.Length, Within = within.Count, Leaked = leaked.Count };
    }
}

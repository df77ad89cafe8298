using System.Numerics;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Select;

/// <summary>
/// Keeps the best of each crowd of duplicates. Samples are taken best first; one stays when nothing that stays is its duplicate. So
/// no two that stay are duplicates, each dropped one has its duplicate among those that stay, and no chain of small differences drops
/// what differs widely. Crowds are found first, and each is decided on by itself: most samples are in none.
/// </summary>
internal sealed class Duplicates(SelectTable table, Choices choices, DuplicateOptions options)
{
    public const string Exact = "duplicate.exact";
    public const string Perceptual = "duplicate.perceptual";
    public const string Cropped = "duplicate.crop";
    public const string Semantic = "duplicate.semantic";
    public const string Text = "duplicate.text";

    private readonly double[][] _best = [.. options.KeepBest.Select(table.Column)];

    private readonly CropHashes? _crops = options.CropBits is { } bits ? new CropHashes(table.Compared.Windows, bits) : null;

    private readonly SemanticNeighbours? _same =
        options.SemanticCosine is { } cosine ? new SemanticNeighbours(table.Compared.Embeddings, cosine) : null;

    private readonly TextNeighbours? _captions =
        options.TextJaccard is { } jaccard ? new TextNeighbours(table.Compared.Captions, jaccard) : null;

    public void Drop(int[] rows)
    {
        if (!options.Exact && options.PerceptualBits is null && _crops is null && _same is null && _captions is null)
            return;
        var sets = new Sets(rows.Length);
        if (options.Exact)
            Groups.JoinEqual(table, rows, sets);
        if (options.PerceptualBits is { } bits)
            Groups.JoinNear(table, rows, bits, sets);
        if (_crops is not null)
            JoinCrops(rows, sets);
        _same?.Join(rows, sets);
        _captions?.Join(rows, sets);
        foreach (var crowd in sets.Crowds())
            DropWithin([.. crowd.Select(place => rows[place])]);
    }

    // By place in rows; a row that is not among them was dropped by a rule.
    private void JoinCrops(int[] rows, Sets sets)
    {
        var places = new int[table.Count];
        Array.Fill(places, -1);
        for (var i = 0; i < rows.Length; i++)
            places[rows[i]] = i;
        _crops!.Pairs((one, other) =>
        {
            if (places[one] >= 0 && places[other] >= 0)
                sets.Join(places[one], places[other]);
        });
    }

    private void DropWithin(int[] crowd)
    {
        var staying = new List<int>();
        Array.Sort(crowd, Compare);
        var byDigest = new Dictionary<string, int>(StringComparer.Ordinal);
        var byModality = new Dictionary<Modality, Neighbours>();
        foreach (var row in crowd)
        {
            var own = table.Rows[row];
            if (options.Exact && !byDigest.TryAdd(own.AssetSha256, row))
                Drop(row, byDigest[own.AssetSha256], Exact);
            else if (options.PerceptualBits is { } bits && own is { HasHash: true, Modality: { } modality })
                Look(row, own.Hash, Of(byModality, modality, bits, crowd.Length));

            if (choices.IsLive(row) && _crops is not null && First(row, staying, _crops.AreNear) is { } whole)
                Drop(row, whole, Cropped);
            if (choices.IsLive(row) && _same is not null && First(row, staying, _same.AreNear) is { } same)
                Drop(row, same, Semantic);
            if (choices.IsLive(row) && _captions is not null && First(row, staying, _captions.AreNear) is { } alike)
                DropText(row, alike);
            if (choices.IsLive(row))
                staying.Add(row);

            // Only what stays may stand for others.
            if (!choices.IsLive(row) && byDigest.TryGetValue(own.AssetSha256, out var stands) && stands == row)
                byDigest.Remove(own.AssetSha256);
        }
    }

    // A video and a still of its middle frame are no duplicates, so each modality has its own.
    private static Neighbours Of(Dictionary<Modality, Neighbours> byModality, Modality modality, int bits, int count)
    {
        if (!byModality.TryGetValue(modality, out var neighbours))
            byModality[modality] = neighbours = new Neighbours(bits, count);
        return neighbours;
    }

    private void Look(int row, ulong hash, Neighbours kept)
    {
        var twins = kept.Within(hash);
        if (twins.Count == 0)
        {
            kept.Add(row, hash);
            return;
        }

        var twin = twins.MinBy(entry => entry.Position); // added best first
        Drop(row, twin.Row, Perceptual);
        choices.Bits[row] = (byte)BitOperations.PopCount(hash ^ twin.Hash);
    }

    private int? First(int row, List<int> staying, Func<int, int, bool> areNear)
    {
        foreach (var other in staying) // best first
        {
            if (table.Rows[other].Modality == table.Rows[row].Modality && areNear(row, other))
                return other;
        }

        return null;
    }

    private void Drop(int row, int twin, string reason)
    {
        choices.Reasons[row] = reason;
        choices.DuplicateOf[row] = twin;
    }

    private void DropText(int row, int twin)
    {
        Drop(row, twin, Text);
        choices.Likenesses[row] = new(KnownTable.Jaccard, _captions!.Likeness(row, twin), options.TextJaccard!.Value);
    }

    // Larger features first, those that lack them last, the id where all are equal: a total order, since rows are by id.
    private int Compare(int one, int other)
    {
        foreach (var feature in _best)
        {
            var (mine, others) = (OrLeast(feature[one]), OrLeast(feature[other]));
            if (mine != others)
                return mine > others ? -1 : 1;
        }

        return one.CompareTo(other);
    }

    private static double OrLeast(double value) => double.IsNaN(value) ? double.NegativeInfinity : value;
}

using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.Select;

/// <summary>
/// Tells samples whose embeddings point nearly the same way. Candidates come from 64 signs of products with fixed directions (Charikar,
/// Similarity Estimation Techniques from Rounding Algorithms, 2002), of which two vectors differ in 64 times their angle over pi on
/// average; what counts is the cosine itself. So some pairs just above the bound are missed, and none below it is told.
/// </summary>
internal sealed class SemanticNeighbours
{
    private const int Signs = 64;

    // At a cosine of 0.97 five signs differ in the mean, and more than ten in 1 of 100 pairs; nearer ones differ in fewer.
    private const int CandidateBits = 10;

    private readonly IReadOnlyList<float[]?> _vectors;
    private readonly double _cosine;

    /// <param name="vectors">Unit vectors of one length by item; null where an item has none.</param>
    /// <param name="cosine">Cosine from which on two are the same.</param>
    public SemanticNeighbours(IReadOnlyList<float[]?> vectors, double cosine) => (_vectors, _cosine) = (vectors, cosine);

    /// <summary>Whether the cosine of two items reaches the bound.</summary>
    public bool AreNear(int one, int other) =>
        _vectors[one] is { } mine && _vectors[other] is { } others && mine.Length == others.Length && Dot(mine, others) >= _cosine;

    /// <summary>Joins the places of <paramref name="rows"/> that are near.</summary>
    public void Join(int[] rows, Sets sets) => Each(rows, sets, (one, other) => AreNear(rows[one], rows[other]));

    /// <summary>Calls <paramref name="found"/> for every pair of places of <paramref name="rows"/> that are near.</summary>
    public void Pairs(int[] rows, Func<int, int, bool> found) =>
        Each(rows, new Sets(rows.Length), (one, other) => AreNear(rows[one], rows[other]) && found(one, other));

    /// <summary>Calls <paramref name="found"/> for every pair of items that is asked for and near.</summary>
    public void PairsOf(Func<int, int, bool> isAsked, Action<int, int> found)
    {
        int[] all = [.. Enumerable.Range(0, _vectors.Count)];
        Each(all, new Sets(all.Length), (one, other) =>
        {
            if (isAsked(one, other) && AreNear(one, other))
                found(one, other);
            return false; // pairs are told, nothing is joined
        });
    }

    /// <summary>The cosine of two items that have vectors.</summary>
    public double Cosine(int one, int other) => Dot(_vectors[one]!, _vectors[other]!);

    private void Each(int[] rows, Sets sets, Func<int, int, bool> verify)
    {
        int[] places = [.. Enumerable.Range(0, rows.Length).Where(place => _vectors[rows[place]] is { Length: > 0 })];
        if (places.Length == 0)
            return;
        var directions = Directions(places.Max(place => _vectors[rows[place]]!.Length));
        ulong[] hashes = [.. places.Select(place => Hash(_vectors[rows[place]]!, directions))];
        NearHashes.Join(hashes, places, CandidateBits, sets, verify);
    }

    // In the order of the elements and in double, so that every processor comes to the same.
    private static double Dot(float[] one, float[] other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Length; i++)
            sum += (double)one[i] * other[i];
        return sum;
    }

    private static ulong Hash(float[] vector, bool[][] directions)
    {
        var hash = 0UL;
        for (var sign = 0; sign < Signs; sign++)
        {
            var sum = 0.0;
            var direction = directions[sign];
            for (var i = 0; i < vector.Length; i++)
                sum += direction[i] ? vector[i] : -vector[i];
            hash |= sum >= 0 ? 1UL << sign : 0;
        }

        return hash;
    }

    // Corners of a cube, by SHA-256: the same everywhere.
    private static bool[][] Directions(int length) =>
    [
        .. Enumerable.Range(0, Signs).Select(sign => Enumerable.Range(0, (length / 256) + 1)
            .SelectMany(block => SHA256.HashData(Encoding.ASCII.GetBytes($"direction {sign} {block}")))
            .SelectMany(part => Enumerable.Range(0, 8).Select(bit => ((part >> bit) & 1) == 1)).Take(length).ToArray()),
    ];
}

using System.Numerics;

namespace Mm.Data.Select;

/// <summary>
/// Joins all hashes within a Hamming distance of each other, exactly, without comparing all with all: of four bands of 16 bits one
/// differs in few bits (Norouzi, Punjani and Fleet, Fast Exact Search in Hamming Space with Multi-Index Hashing, 2014). Hashes are
/// sorted by band, so that what is compared lies side by side in memory: a million take seconds.
/// </summary>
internal static class NearHashes
{
    private const int Bands = 4;
    private const int BandBits = 64 / Bands;
    private const int Keys = 1 << BandBits;

    /// <summary>Joins <paramref name="items"/> of <paramref name="sets"/> whose <paramref name="hashes"/> are near.</summary>
    public static void Join(ulong[] hashes, int[] items, int bits, Sets sets) =>
        Join(hashes, items, bits, sets, verify: null);

    /// <summary>The same, of pairs alone that <paramref name="verify"/> holds for.</summary>
    public static void Join(ulong[] hashes, int[] items, int bits, Sets sets, Func<int, int, bool>? verify) =>
        Join(hashes, items, bits, sets, verify, bandedFrom: null);

    /// <param name="hashes">One an item.</param>
    /// <param name="items">Members of the sets.</param>
    /// <param name="bits">Distance that still counts, 0 to 64.</param>
    /// <param name="sets">What is joined.</param>
    /// <param name="verify">What else must hold of two items; null: nothing.</param>
    /// <param name="bandedFrom">Distinct hashes from which on bands are used; null: where they cost less.</param>
    internal static void Join(ulong[] hashes, int[] items, int bits, Sets sets, Func<int, int, bool>? verify, int? bandedFrom)
    {
        if (verify is null)
            (hashes, items) = Distinct(hashes, items, sets);
        var flips = Enumerable.Range(0, Bands).Select(band => Flips(Radius(band, bits))).ToArray();

        // A pair of bands costs about as much as eight comparisons even where both are empty.
        var byBand = 8.0 * Keys * flips.Sum(patterns => patterns.Length) / 2;
        if (bandedFrom is { } from ? hashes.Length < from : hashes.Length * (double)hashes.Length / 2 <= byBand)
        {
            for (var i = 0; i < hashes.Length; i++)
                Compare(hashes, items, i, i + 1, hashes.Length, bits, sets, verify);
            return;
        }

        for (var band = 0; band < Bands; band++)
            JoinByBand(hashes, items, band, flips[band], bits, sets, verify);
    }

    // Crowds of equal hashes are joined at once, so that they cost no comparisons.
    private static (ulong[] Hashes, int[] Items) Distinct(ulong[] hashes, int[] items, Sets sets)
    {
        var (sorted, order) = ((ulong[])hashes.Clone(), (int[])items.Clone());
        Array.Sort(sorted, order);
        var kept = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (kept > 0 && sorted[i] == sorted[kept - 1])
            {
                sets.Join(order[kept - 1], order[i]);
                continue;
            }

            (sorted[kept], order[kept]) = (sorted[i], order[i]);
            kept++;
        }

        return (sorted[..kept], order[..kept]);
    }

    private static void JoinByBand(
        ulong[] hashes, int[] items, int band, int[] flips, int bits, Sets sets, Func<int, int, bool>? verify)
    {
        var starts = new int[Keys + 1];
        foreach (var hash in hashes)
            starts[Key(hash, band) + 1]++;
        for (var key = 0; key < Keys; key++)
            starts[key + 1] += starts[key];
        var (own, ownItems, next) = (new ulong[hashes.Length], new int[hashes.Length], starts[..Keys]);
        for (var i = 0; i < hashes.Length; i++)
        {
            var place = next[Key(hashes[i], band)]++;
            (own[place], ownItems[place]) = (hashes[i], items[i]);
        }

        for (var key = 0; key < Keys; key++)
        {
            for (var i = starts[key]; i < starts[key + 1]; i++)
                Compare(own, ownItems, i, i + 1, starts[key + 1], bits, sets, verify);
            if (starts[key] == starts[key + 1])
                continue;
            foreach (var flip in flips)
            {
                var other = key ^ flip;
                if (other <= key) // each pair of bands once
                    continue;
                for (var i = starts[key]; i < starts[key + 1]; i++)
                    Compare(own, ownItems, i, starts[other], starts[other + 1], bits, sets, verify);
            }
        }
    }

    private static void Compare(
        ulong[] hashes, int[] items, int at, int from, int to, int bits, Sets sets, Func<int, int, bool>? verify)
    {
        var hash = hashes[at];
        for (var i = from; i < to; i++)
        {
            if (BitOperations.PopCount(hash ^ hashes[i]) <= bits && verify?.Invoke(items[at], items[i]) is not false)
                sets.Join(items[at], items[i]);
        }
    }

    // If each band differed in more bits than its radius, all together would in more than are allowed: radii and bands add up to bits + 1.
    private static int Radius(int band, int bits) => ((bits + Bands - band) / Bands) - 1;

    private static int Key(ulong hash, int band) => (int)(hash >> (band * BandBits)) & (Keys - 1);

    // Every 16-bit pattern with at most so many bits set.
    private static int[] Flips(int bits) => [.. Enumerable.Range(0, Keys).Where(flip => BitOperations.PopCount((uint)flip) <= bits)];
}

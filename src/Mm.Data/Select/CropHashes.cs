using System.Numerics;

namespace Mm.Data.Select;

/// <summary>
/// Tells crops by the hashes of windows (<c>hashes.windows</c>): one picture's whole is near a window of the other, or the other way
/// about. Candidates come from the first 64 bits of each hash, found by bands of 16; what counts is the distance of all bits.
/// </summary>
internal sealed class CropHashes
{
    /// <summary>64-bit words of one hash.</summary>
    public const int Words = 4;

    // Of crops of 85 % and more, 99 % have a window within so many bits of the first 64 (docs/duplicates.md).
    private const int CandidateBits = 10;
    private const int Bands = 4;
    private const int BandBits = 16;
    private const int Keys = 1 << BandBits;

    // By band: two bits in the first three and one in the last, which together cannot all be exceeded by ten.
    private static readonly int[][] Flips =
    [
        .. Enumerable.Range(0, Bands).Select(band => ((CandidateBits + Bands - band) / Bands) - 1)
            .Select(radius => Enumerable.Range(0, Keys).Where(flip => BitOperations.PopCount((uint)flip) <= radius).ToArray()),
    ];

    private readonly IReadOnlyList<ulong[]?> _hashes;
    private readonly int _bits;

    /// <param name="hashes">By item: the hashes of its windows one after the other, the whole picture's first; or null.</param>
    /// <param name="bits">Distance of whole hashes that still counts.</param>
    public CropHashes(IReadOnlyList<ulong[]?> hashes, int bits) => (_hashes, _bits) = (hashes, bits);

    /// <summary>Whether one is a crop of the other, or they look the same.</summary>
    public bool AreNear(int one, int other) =>
        _hashes[one] is { } mine && _hashes[other] is { } others && (IsWithin(mine, others) || IsWithin(others, mine));

    /// <summary>Calls <paramref name="found"/> for every pair of items that are near; one may come several times.</summary>
    public void Pairs(Action<int, int> found)
    {
        var (owners, windows) = Entries();
        for (var band = 0; band < Bands; band++)
            PairsOf(band, owners, windows, found);
    }

    private bool IsWithin(ulong[] whole, ulong[] windows)
    {
        for (var at = 0; at < windows.Length; at += Words)
        {
            if (Distance(whole, windows, at) <= _bits)
                return true;
        }

        return false;
    }

    private static int Distance(ulong[] whole, ulong[] windows, int at)
    {
        var distance = 0;
        for (var word = 0; word < Words; word++)
            distance += BitOperations.PopCount(whole[word] ^ windows[at + word]);
        return distance;
    }

    // Every window of every item, and where it stands in its item's hashes.
    private (int[] Owners, int[] Places) Entries()
    {
        var (owners, places) = (new List<int>(), new List<int>());
        for (var item = 0; item < _hashes.Count; item++)
        {
            for (var at = 0; at < (_hashes[item]?.Length ?? 0); at += Words)
            {
                owners.Add(item);
                places.Add(at);
            }
        }

        return ([.. owners], [.. places]);
    }

    private void PairsOf(int band, int[] owners, int[] places, Action<int, int> found)
    {
        var starts = new int[Keys + 1];
        for (var i = 0; i < owners.Length; i++)
            starts[Key(_hashes[owners[i]]![places[i]], band) + 1]++;
        for (var key = 0; key < Keys; key++)
            starts[key + 1] += starts[key];
        var (next, sorted) = (starts[..Keys], new int[owners.Length]);
        var firsts = new ulong[owners.Length]; // beside each other, so that scanning a band stays in the cache
        for (var i = 0; i < owners.Length; i++)
        {
            var first = _hashes[owners[i]]![places[i]];
            var place = next[Key(first, band)]++;
            (sorted[place], firsts[place]) = (i, first);
        }

        for (var item = 0; item < _hashes.Count; item++)
        {
            if (_hashes[item] is not { } whole)
                continue;
            var key = Key(whole[0], band);
            foreach (var flip in Flips[band])
            {
                for (var i = starts[key ^ flip]; i < starts[(key ^ flip) + 1]; i++)
                {
                    if (BitOperations.PopCount(whole[0] ^ firsts[i]) > CandidateBits)
                        continue;
                    var (owner, place) = (owners[sorted[i]], places[sorted[i]]);
                    if (owner != item && Distance(whole, _hashes[owner]!, place) <= _bits)
                        found(item, owner);
                }
            }
        }
    }

    private static int Key(ulong hash, int band) => (int)(hash >> (band * BandBits)) & (Keys - 1);
}

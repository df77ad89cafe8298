using System.Numerics;
using System.Runtime.InteropServices;

namespace Mm.Data.Select;

/// <summary>
/// Finds the 64-bit hashes within a Hamming distance without comparing all with all: of four bands of 16 bits, one differs in at most
/// a quarter of the bits (Norouzi, Punjani and Fleet, Fast Exact Search in Hamming Space with Multi-Index Hashing, 2014). Exact;
/// where the distance is so wide that looking up costs more than comparing, it compares.
/// </summary>
internal sealed class Neighbours
{
    private const int Bands = 4;
    private const int BandBits = 64 / Bands;

    private static readonly Lazy<ushort[]>[] Patterns =
        [.. Enumerable.Range(0, BandBits + 1).Select(bits => new Lazy<ushort[]>(() => [.. Flips(bits)]))];

    private readonly int _bits;
    private readonly ushort[] _flips = [];
    private readonly List<Entry>?[]? _buckets; // by band, then by the band's 16 bits
    private readonly List<Entry> _all = [];
    private readonly List<Entry> _found = [];

    /// <param name="bits">Distance that still counts, 0 to 64.</param>
    /// <param name="count">About how many will be added; decides only how to look.</param>
    public Neighbours(int bits, int count)
    {
        _bits = bits;
        if (count <= Bands) // most crowds: what follows would cost more than all comparisons
            return;
        _flips = Patterns[bits / Bands].Value;
        if (_flips.Length * Bands < count)
            _buckets = new List<Entry>?[Bands << BandBits];
    }

    /// <summary>An added hash; <paramref name="Position"/> counts from 0 in the order of adding.</summary>
    public readonly record struct Entry(int Row, ulong Hash, int Position);

    public void Add(int row, ulong hash)
    {
        var entry = new Entry(row, hash, _all.Count);
        _all.Add(entry);
        if (_buckets is null)
            return;
        for (var band = 0; band < Bands; band++)
            (_buckets[(band << BandBits) | Key(hash, band)] ??= []).Add(entry);
    }

    /// <summary>
    /// Every added hash within the distance, in no order; one may come several times. The list is reused by the next call.
    /// </summary>
    public IReadOnlyList<Entry> Within(ulong hash)
    {
        _found.Clear();
        if (_buckets is null)
        {
            Compare(_all, hash);
            return _found;
        }

        for (var band = 0; band < Bands; band++)
        {
            var key = Key(hash, band);
            foreach (var flip in _flips)
            {
                if (_buckets[(band << BandBits) | (key ^ flip)] is { } bucket)
                    Compare(bucket, hash);
            }
        }

        return _found;
    }

    private void Compare(List<Entry> entries, ulong hash)
    {
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(entries))
        {
            if (BitOperations.PopCount(entry.Hash ^ hash) <= _bits)
                _found.Add(entry);
        }
    }

    private static ushort Key(ulong hash, int band) => (ushort)(hash >> (band * BandBits));

    // Every 16-bit pattern with at most so many bits set.
    private static IEnumerable<ushort> Flips(int bits) =>
        Enumerable.Range(0, 1 << BandBits).Where(flip => BitOperations.PopCount((uint)flip) <= bits).Select(flip => (ushort)flip);
}

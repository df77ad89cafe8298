using System.Numerics;

namespace Mm.Data.Select;

/// <summary>
/// Finds the 64-bit hashes within a Hamming distance without comparing all with all: of four bands of 16 bits, one differs in at most a quarter of
/// the bits (Norouzi, Punjani and Fleet, Fast Exact Search in Hamming Space with Multi-Index Hashing, 2014). Exact; where the distance is so wide that
/// looking up costs more than comparing, it compares.
/// </summary>
internal sealed class Neighbours
{
    private const int Bands = 4;
    private const int BandBits = 64 / Bands;

    private readonly int _bits;
    private readonly ushort[] _flips;
    private readonly Dictionary<ushort, List<Entry>>[]? _bands;
    private readonly List<Entry> _all = [];

    /// <param name="bits">Distance that still counts, 0 to 64.</param>
    /// <param name="count">About how many will be added; decides only how to look.</param>
    public Neighbours(int bits, int count)
    {
        _bits = bits;
        _flips = [.. Flips(bits / Bands)];
        if (_flips.Length * Bands < count)
            _bands = [.. Enumerable.Range(0, Bands).Select(_ => new Dictionary<ushort, List<Entry>>())];
    }

    /// <summary>An added hash; <paramref name="Position"/> counts from 0 in the order of adding.</summary>
    public sealed record Entry(Candidate Candidate, ulong Hash, int Position);

    public void Add(Candidate candidate, ulong hash)
    {
        var entry = new Entry(candidate, hash, _all.Count);
        _all.Add(entry);
        for (var band = 0; band < _bands?.Length; band++)
        {
            var key = Key(hash, band);
            if (!_bands[band].TryGetValue(key, out var bucket))
                _bands[band][key] = bucket = [];
            bucket.Add(entry);
        }
    }

    /// <summary>Every added hash within the distance; one may come several times.</summary>
    public IEnumerable<Entry> Within(ulong hash)
    {
        if (_bands is null)
            return _all.Where(entry => BitOperations.PopCount(entry.Hash ^ hash) <= _bits);
        return Lookup(_bands, hash);
    }

    private IEnumerable<Entry> Lookup(Dictionary<ushort, List<Entry>>[] bands, ulong hash)
    {
        for (var band = 0; band < Bands; band++)
        {
            var key = Key(hash, band);
            foreach (var flip in _flips)
            {
                if (!bands[band].TryGetValue((ushort)(key ^ flip), out var bucket))
                    continue;
                foreach (var entry in bucket)
                {
                    if (BitOperations.PopCount(entry.Hash ^ hash) <= _bits)
                        yield return entry;
                }
            }
        }
    }

    private static ushort Key(ulong hash, int band) => (ushort)(hash >> (band * BandBits));

    // Every 16-bit pattern with at most so many bits set.
    private static IEnumerable<ushort> Flips(int bits) =>
        Enumerable.Range(0, 1 << BandBits).Where(flip => BitOperations.PopCount((uint)flip) <= bits).Select(flip => (ushort)flip);
}

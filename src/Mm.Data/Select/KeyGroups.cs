using System.Numerics;

namespace Mm.Data.Select;

/// <summary>
/// Puts equal keys beside each other, in a time that grows with their number: by buckets of about sixteen, each sorted by itself. Holds the
/// memory for it, so that band after band needs no more.
/// </summary>
internal sealed class KeyGroups
{
    private const int BucketSize = 16;
    private const int BucketBitsMax = 22;

    // Golden ratio of 64 bits: keys that differ in a few bits alone spread over all buckets (Knuth, volume 3, section 6.4).
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private readonly int _bits;
    private readonly int[] _starts;
    private readonly int[] _next;

    public KeyGroups(int count)
    {
        (Keys, Items) = (new ulong[count], new int[count]);
        _bits = Math.Min(BucketBitsMax, BitOperations.Log2((uint)Math.Max(1, count / BucketSize)));
        (_starts, _next) = (new int[(1 << _bits) + 1], new int[1 << _bits]);
    }

    /// <summary>The keys as <see cref="Group"/> left them.</summary>
    public ulong[] Keys { get; }

    /// <summary>The item of each key.</summary>
    public int[] Items { get; }

    /// <summary>Takes over keys, each with its place as item.</summary>
    public void Group(ReadOnlySpan<ulong> keys)
    {
        Array.Clear(_starts);
        foreach (var key in keys)
            _starts[Bucket(key) + 1]++;
        for (var bucket = 0; bucket < _next.Length; bucket++)
        {
            _starts[bucket + 1] += _starts[bucket];
            _next[bucket] = _starts[bucket];
        }

        for (var item = 0; item < keys.Length; item++)
        {
            var at = _next[Bucket(keys[item])]++;
            (Keys[at], Items[at]) = (keys[item], item);
        }

        for (var bucket = 0; bucket < _next.Length; bucket++)
            Array.Sort(Keys, Items, _starts[bucket], _starts[bucket + 1] - _starts[bucket]);
    }

    private int Bucket(ulong key) => _bits == 0 ? 0 : (int)((key * Spread) >> (64 - _bits));
}

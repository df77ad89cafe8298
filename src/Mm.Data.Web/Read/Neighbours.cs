using System.Numerics;
using System.Runtime.InteropServices;
using Mm.Data.Pipeline;
using Mm.Data.Web.Read.Columns;

namespace Mm.Data.Web.Read;

/// <summary>A released sample that is like another, and in how many of <paramref name="Bits"/> bits the two differ.</summary>
public sealed record Neighbour(ListedSample Sample, int Differs, int Bits);

/// <summary>The nearest of a sample by looks and by meaning, the nearest first.</summary>
public sealed record NeighbourLists(IReadOnlyList<Neighbour> Alike, IReadOnlyList<Neighbour> Akin);

/// <summary>Released samples that look like one, by perceptual hash, or mean the like, by the signs of their embeddings.</summary>
internal sealed class Neighbours(ReleaseIndex index)
{
    private const int Most = 12;
    private const int HashBitsMax = 20;

    /// <summary>The nearest by perceptual hash; empty where the sample has none.</summary>
    public IReadOnlyList<Neighbour> Alike(long place)
    {
        if (!index.Facts.HasHashes || index.Hashes[place] == 0)
            return [];
        ulong[] own = [index.Hashes[place]];
        return Nearest(
            place, own, HashBitsMax, (from, into) => index.Hashes.Read(from, into), hash => hash[0] != 0);
    }

    /// <summary>The nearest by embedding; empty where the sample has none.</summary>
    public IReadOnlyList<Neighbour> Akin(long place)
    {
        var size = index.Facts.SketchBytes;
        if (size == 0 || index.Places[place].Part == ReleaseIndex.NoPart)
            return [];
        var words = (size + sizeof(ulong) - 1) / sizeof(ulong);
        var own = new ulong[words];
        index.Sketches.Read(place * size, MemoryMarshal.AsBytes(own.AsSpan())[..size]);
        return Nearest(place, own, size * 8 / 2, (from, into) => ReadSketches(from, size, into), _ => true, size * 8);
    }

    // Sketches of a length that is no whole number of words get zeros behind them, which differ from nobody's.
    private void ReadSketches(long from, int size, Span<ulong> into)
    {
        var bytes = MemoryMarshal.AsBytes(into);
        var row = (size + sizeof(ulong) - 1) / sizeof(ulong) * sizeof(ulong);
        if (row == size)
        {
            index.Sketches.Read(from * size, bytes);
            return;
        }

        var packed = new byte[into.Length * sizeof(ulong) / row * size];
        index.Sketches.Read(from * size, packed);
        for (var at = 0; at * size < packed.Length; at++)
            packed.AsSpan(at * size, size).CopyTo(bytes[(at * row)..]);
    }

    /// <summary>Reads the bits of samples from a place on, as many as fill the span.</summary>
    private delegate void ReadBits(long from, Span<ulong> into);

    private delegate bool IsThere(ReadOnlySpan<ulong> bits);

    private List<Neighbour> Nearest(long place, ulong[] own, int bitsMax, ReadBits read, IsThere isThere, int bits = 64)
    {
        bool[] released = [.. index.Facts.Verdicts.Select(kind => kind is { Phase: Phase.Render, Outcome: Outcome.Kept })];
        var words = new ulong[SampleScan.BlockRows * own.Length];
        var nearest = new PriorityQueue<(long Place, int Distance), (int, long)>(); // the farthest comes out first
        for (long from = 0; from < index.Facts.Samples; from += SampleScan.BlockRows)
        {
            var block = words.AsSpan(0, (int)Math.Min(SampleScan.BlockRows, index.Facts.Samples - from) * own.Length);
            read(from, block);
            for (var at = Next(own, block, 0, bitsMax); at < block.Length; at = Next(own, block, at + own.Length, bitsMax))
            {
                var found = from + (at / own.Length);
                var candidate = block.Slice(at, own.Length);
                if (found == place || !isThere(candidate) || !released[index.Verdicts[found]])
                    continue;
                var distance = Distance(own, candidate);
                nearest.Enqueue((found, distance), (-distance, -found));
                if (nearest.Count > Most)
                    nearest.Dequeue();
                if (nearest.Count == Most)
                    bitsMax = Math.Min(bitsMax, nearest.Peek().Distance - 1); // of two as far, the one that stands before stays
            }
        }

        var browser = new SampleBrowser(index);
        return
        [
            .. nearest.UnorderedItems.Select(item => item.Element).OrderBy(found => found.Distance).ThenBy(found => found.Place)
                .Select(found => new Neighbour(browser.At(found.Place), found.Distance, bits)),
        ];
    }

    /// <summary>The first bits from a word on that differ in so few; behind the last word where none do. Most time goes here.</summary>
    private static int Next(ReadOnlySpan<ulong> own, ReadOnlySpan<ulong> words, int from, int bitsMax)
    {
        if (own.Length == 1)
        {
            var wanted = own[0];
            for (; from < words.Length && BitOperations.PopCount(words[from] ^ wanted) > bitsMax; from++)
            {
            }

            return from;
        }

        while (from < words.Length && Distance(own, words.Slice(from, own.Length)) > bitsMax)
            from += own.Length;
        return from;
    }

    private static int Distance(ReadOnlySpan<ulong> own, ReadOnlySpan<ulong> other)
    {
        var differs = 0;
        for (var word = 0; word < own.Length; word++)
            differs += BitOperations.PopCount(own[word] ^ other[word]);
        return differs;
    }
}

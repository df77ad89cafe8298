using System.Numerics;
using System.Numerics.Tensors;
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
    private const int HashBits = 64;
    private const int HashBitsMax = 20;

    /// <summary>The nearest by perceptual hash; empty where the sample has none.</summary>
    public IReadOnlyList<Neighbour> Alike(long place)
    {
        if (!index.Facts.HasHashes || index.Hashes[place] == 0)
            return [];
        var own = index.Hashes[place];
        var hashes = new ulong[SampleScan.BlockRows];
        return Nearest(place, HashBits, HashBitsMax, (from, count, distances) =>
        {
            index.Hashes.Read(from, hashes.AsSpan(0, count));
            for (var i = 0; i < count; i++)
                distances[i] = hashes[i] == 0 ? int.MaxValue : BitOperations.PopCount(hashes[i] ^ own);
        });
    }

    /// <summary>The nearest by embedding; empty where the sample has none.</summary>
    public IReadOnlyList<Neighbour> Akin(long place)
    {
        var size = index.Facts.SketchBytes;
        if (size == 0 || index.Places[place].Part == ReleaseIndex.NoPart)
            return [];
        var own = new byte[size];
        index.Sketches.Read(place * size, own);
        var sketches = new byte[SampleScan.BlockRows * size];
        return Nearest(place, size * 8, size * 8 / 2, (from, count, distances) =>
        {
            index.Sketches.Read(from * size, sketches.AsSpan(0, count * size));
            if (size % sizeof(ulong) == 0)
                ByWords(own, sketches, distances.AsSpan(0, count));
            else
            {
                for (var i = 0; i < count; i++)
                    distances[i] = (int)TensorPrimitives.HammingBitDistance<byte>(own, sketches.AsSpan(i * size, size));
            }
        });
    }

    // Eight bytes at a time without a call a sample, which costs more than the few words of a sketch.
    private static void ByWords(ReadOnlySpan<byte> own, ReadOnlySpan<byte> sketches, Span<int> distances)
    {
        var wanted = MemoryMarshal.Cast<byte, ulong>(own);
        var words = MemoryMarshal.Cast<byte, ulong>(sketches);
        for (int i = 0, at = 0; i < distances.Length; i++)
        {
            var differs = 0;
            foreach (var word in wanted)
                differs += BitOperations.PopCount(word ^ words[at++]);
            distances[i] = differs;
        }
    }

    private delegate void Measure(long from, int count, int[] distances);

    private List<Neighbour> Nearest(long place, int bits, int bitsMax, Measure measure)
    {
        bool[] released = [.. index.Facts.Verdicts.Select(kind => kind is { Phase: Phase.Render, Outcome: Outcome.Kept })];
        var distances = new int[SampleScan.BlockRows];
        var nearest = new PriorityQueue<(long Place, int Distance), (int, long)>(); // the farthest comes out first
        for (long from = 0; from < index.Facts.Samples; from += SampleScan.BlockRows)
        {
            var count = (int)Math.Min(SampleScan.BlockRows, index.Facts.Samples - from);
            measure(from, count, distances);
            for (var i = 0; i < count; i++)
            {
                if (distances[i] > bitsMax || from + i == place || !released[index.Verdicts[from + i]]) // few come so far
                    continue;
                nearest.Enqueue((from + i, distances[i]), (-distances[i], -(from + i)));
                if (nearest.Count > Most)
                    bitsMax = Math.Min(bitsMax, nearest.Dequeue().Distance);
            }
        }

        var browser = new SampleBrowser(index);
        return
        [
            .. nearest.UnorderedItems.Select(item => item.Element).OrderBy(found => found.Distance).ThenBy(found => found.Place)
                .Select(found => new Neighbour(browser.At(found.Place), found.Distance, bits)),
        ];
    }
}

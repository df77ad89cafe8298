using System.Runtime.InteropServices;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Blocks of native memory for pixels. The last few that were given back are kept: the page faults of fresh megabytes cost a tenth of
/// what decoding a small picture costs. What is in a block is never cleared; every user writes before it reads.
/// </summary>
internal static unsafe class PixelMemory
{
    /// <summary>Bytes kept at most: a picture of 12 megapixels, upright and as stored.</summary>
    public const long KeptBytesMax = 128L << 20;

    private const int KeptMax = 4;
    private const nuint HugePage = 2 << 20;
    private const nuint Line = 64;

    // A block this many times too large is left for a larger picture.
    private const int OversizeMax = 8;

    private static readonly Lock Gate = new();
    private static readonly List<PixelBlock> Kept = [];

    /// <exception cref="OutOfMemoryException">The child's memory limit.</exception>
    public static PixelBlock Rent(long bytes)
    {
        lock (Gate)
        {
            // The smallest that fits.
            var best = -1;
            for (var i = 0; i < Kept.Count; i++)
            {
                if (Kept[i].Bytes >= bytes && Kept[i].Bytes / OversizeMax <= bytes && (best < 0 || Kept[i].Bytes < Kept[best].Bytes))
                    best = i;
            }

            if (best >= 0)
            {
                var block = Kept[best];
                Kept.RemoveAt(best);
                return block;
            }
        }

        try
        {
            return Allocate((nuint)bytes);
        }
        catch (OutOfMemoryException)
        {
            Clear();
            return Allocate((nuint)bytes);
        }
    }

    public static void Return(PixelBlock block)
    {
        lock (Gate)
        {
            Kept.Add(block);
            while (Kept.Count > KeptMax || Kept.Sum(kept => kept.Bytes) > KeptBytesMax)
            {
                NativeMemory.AlignedFree(Kept[0].Start);
                Kept.RemoveAt(0);
            }
        }
    }

    private static void Clear()
    {
        lock (Gate)
        {
            foreach (var block in Kept)
                NativeMemory.AlignedFree(block.Start);
            Kept.Clear();
        }
    }

    private static PixelBlock Allocate(nuint bytes)
    {
        if (bytes < HugePage)
            return new PixelBlock((byte*)NativeMemory.AlignedAlloc(bytes, Line), (long)bytes);
        var rounded = (bytes + HugePage - 1) / HugePage * HugePage;
        var start = NativeMemory.AlignedAlloc(rounded, HugePage);
        _ = Native.Advise(start, rounded, Native.AdviseHugePages); // where the kernel has none, small pages do
        return new PixelBlock((byte*)start, (long)rounded);
    }
}

/// <summary>Native memory of <see cref="PixelMemory"/>, aligned to 64 bytes at least.</summary>
internal readonly unsafe struct PixelBlock(byte* start, long bytes)
{
    public byte* Start { get; } = start;

    public long Bytes { get; } = bytes;
}

using System.Buffers.Binary;

namespace Mm.Data.Measure;

/// <summary>
/// Hashes of a picture and of windows of it, so that a crop is told by one of the windows of what it was cut from: 256 bits each, the
/// signs of the lowest frequencies of a window of 32 x 32 (as <see cref="PerceptualHash"/>, which has 64). A crop of 85 % of the sides
/// or more lies within a few pixels of one of them. Whole numbers throughout: the same bits on every processor.
/// </summary>
public static class WindowHashes
{
    /// <summary>Width and height of the luma picture.</summary>
    public const int Side = 96;

    /// <summary>Bits of one hash.</summary>
    public const int Bits = 256;

    /// <summary>The whole picture, 9 windows of 93 % of the sides and 25 of 85 %.</summary>
    public static int Count => Windows.Length;

    private const int Small = 32;
    private const int CosineBits = 12;
    private const int BytesEach = Bits / 8;

    // Sides of 93 % and 85 %.
    private static readonly (int X, int Y, int Size)[] Windows = [(0, 0, Side), .. Grid(89, 3), .. Grid(82, 5)];
    private static readonly (int U, int V)[] Order = [.. Zigzag().Skip(1).Take(Bits)];
    private static readonly int Frequencies = Order.Max(frequency => Math.Max(frequency.U, frequency.V)) + 1;
    private static readonly int[] Cosines = CosineTable();

    /// <summary>The hashes one after the other, the whole picture's first, <see cref="Bits"/> / 8 bytes each.</summary>
    /// <param name="luma"><see cref="Side"/> x <see cref="Side"/> bytes, rows from the top.</param>
    public static byte[] Of(ReadOnlySpan<byte> luma)
    {
        if (luma.Length != Side * Side)
            throw new ArgumentException($"A picture of {Side * Side} bytes is hashed, this one has {luma.Length}.", nameof(luma));
        var hashes = new byte[Windows.Length * BytesEach];
        Span<int> small = stackalloc int[Small * Small];
        for (var i = 0; i < Windows.Length; i++)
        {
            Shrink(luma, Windows[i], small);
            Hash(small, hashes.AsSpan(i * BytesEach, BytesEach));
        }

        return hashes;
    }

    // Means over rectangles, times the window's area over 1024: an output pixel covers Size units of the 32 that a pixel has a side.
    private static void Shrink(ReadOnlySpan<byte> luma, (int X, int Y, int Size) window, Span<int> small)
    {
        Span<int> rows = stackalloc int[Side * Small];
        for (var y = 0; y < window.Size; y++)
        {
            var row = luma.Slice(((window.Y + y) * Side) + window.X, window.Size);
            for (var u = 0; u < Small; u++)
                rows[(y * Small) + u] = Covered<byte>(u, window.Size, row, 1);
        }

        for (var u = 0; u < Small; u++)
        {
            for (var v = 0; v < Small; v++)
                small[(v * Small) + u] = Covered<int>(v, window.Size, rows[u..], Small);
        }
    }

    private static int Covered<T>(int at, int size, ReadOnlySpan<T> values, int step)
        where T : struct, System.Numerics.IBinaryInteger<T>
    {
        var (from, to) = (at * size, (at + 1) * size);
        var sum = 0;
        for (var i = from / Small; i * Small < to; i++)
            sum += int.CreateTruncating(values[i * step]) * (Math.Min(to, (i + 1) * Small) - Math.Max(from, i * Small));
        return sum;
    }

    // Values below 2^22, cosines below 2^13, 32 of each: 2^40 behind the first pass, 2^58 behind the second.
    private static void Hash(ReadOnlySpan<int> small, Span<byte> hash)
    {
        var rows = new long[Small * Frequencies];
        for (var y = 0; y < Small; y++)
        {
            for (var u = 0; u < Frequencies; u++)
            {
                var sum = 0L;
                for (var x = 0; x < Small; x++)
                    sum += (long)small[(y * Small) + x] * Cosines[(u * Small) + x];
                rows[(y * Frequencies) + u] = sum;
            }
        }

        Span<long> values = stackalloc long[Bits];
        for (var i = 0; i < Bits; i++)
        {
            var (u, v) = Order[i];
            var sum = 0L;
            for (var y = 0; y < Small; y++)
                sum += rows[(y * Frequencies) + u] * Cosines[(v * Small) + y];
            values[i] = sum;
        }

        Span<long> sorted = stackalloc long[Bits];
        values.CopyTo(sorted);
        sorted.Sort();
        var median = sorted[Bits / 2];
        for (var word = 0; word < Bits / 64; word++)
        {
            var bits = 0UL;
            for (var i = 0; i < 64; i++)
                bits |= values[(word * 64) + i] >= median ? 1UL << i : 0;
            BinaryPrimitives.WriteUInt64LittleEndian(hash[(word * 8)..], bits);
        }
    }

    private static IEnumerable<(int X, int Y, int Size)> Grid(int size, int steps) =>
        from y in Enumerable.Range(0, steps)
        from x in Enumerable.Range(0, steps)
        select (x * (Side - size) / (steps - 1), y * (Side - size) / (steps - 1), size);

    private static int[] CosineTable()
    {
        var table = new int[Frequencies * Small];
        for (var u = 0; u < Frequencies; u++)
        {
            for (var x = 0; x < Small; x++)
                table[(u * Small) + x] = (int)Math.Round(Math.Cos(((2 * x) + 1) * u * Math.PI / (2 * Small)) * (1 << CosineBits));
        }

        return table;
    }

    private static IEnumerable<(int U, int V)> Zigzag()
    {
        for (var diagonal = 0; diagonal < Small; diagonal++)
        {
            for (var step = 0; step <= diagonal; step++)
                yield return diagonal % 2 == 0 ? (step, diagonal - step) : (diagonal - step, step);
        }
    }
}

using System.Numerics;

namespace Mm.Data.Write;

/// <summary>Levels of a Parquet page: runs of one value, and stretches of eight values packed by bits.</summary>
internal static class RunLengths
{
    private const int Packed = 8;

    /// <summary>Fills <paramref name="levels"/>, each 0 to <paramref name="highest"/>, which is at most 255.</summary>
    /// <exception cref="FormatException">There are too few, or one is higher.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, int highest, Span<byte> levels)
    {
        var bits = BitOperations.Log2((uint)highest) + 1;
        var cursor = new ByteCursor(bytes);
        for (var rest = levels; rest.Length > 0;)
        {
            var head = cursor.Varint();
            var packed = (head & 1) != 0;
            var run = head >> 1;
            if (run == 0 || run > int.MaxValue)
                throw new FormatException("A run of levels that is none.");
            var part = rest[..(int)Math.Min(packed ? run * Packed : run, (ulong)rest.Length)];
            if (packed)
                Unpack(cursor.Take(run * (ulong)bits), bits, part);
            else
                part.Fill(cursor.Next());
            rest = rest[part.Length..];
        }

        if (levels.ContainsAnyExceptInRange((byte)0, (byte)highest))
            throw new FormatException("A level higher than the column has.");
    }

    private static void Unpack(ReadOnlySpan<byte> bytes, int bits, Span<byte> levels)
    {
        for (var (index, bit) = (0, 0); index < levels.Length; index++)
        {
            var level = 0;
            for (var low = 0; low < bits; low++, bit++)
                level |= ((bytes[bit >> 3] >> (bit & 7)) & 1) << low;
            levels[index] = (byte)level;
        }
    }
}

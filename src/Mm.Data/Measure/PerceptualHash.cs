namespace Mm.Data.Measure;

/// <summary>
/// A 64-bit hash of what a picture looks like: which of its 64 lowest frequencies (two-dimensional DCT-II, without the mean) lie
/// above their median. After Zauner, Implementation and Benchmarking of Perceptual Image Hash Functions (2010), with the frequencies
/// in zigzag order, so that plain horizontal and vertical structure counts too. Whole numbers throughout: the same bits on every
/// processor.
/// </summary>
/// <param name="Bits">The first frequency in the lowest bit.</param>
/// <param name="IsFlat">Fewer than half of the frequencies stand clear of the noise that encoding leaves: the hash tells nothing.</param>
public readonly record struct PerceptualHash(ulong Bits, bool IsFlat)
{
    /// <summary>Width and height of the luma picture to hash.</summary>
    public const int Side = 32;

    private const int Frequencies = 64;

    // Bits of a cosine after the point. Two passes over 32 x 255 at this scale stay below 2^47.
    private const int CosineBits = 14;

    // A frequency counts as seen from this distance to the median on, in grey levels of an orthonormal transform; JPEG at quality 50
    // moves them by about 1.
    private const long SeenLevels = 1;

    private static readonly (int U, int V)[] Zigzag = [.. Order().Skip(1).Take(Frequencies)];
    private static readonly int SideOfCosines = Zigzag.Max(frequency => Math.Max(frequency.U, frequency.V)) + 1;
    private static readonly int[] Cosines = CosineTable();

    /// <summary>The hash of a picture of <see cref="Side"/> x <see cref="Side"/> bytes of luma, rows from the top.</summary>
    public static PerceptualHash Of(ReadOnlySpan<byte> luma)
    {
        if (luma.Length != Side * Side)
            throw new ArgumentException($"A picture of {Side * Side} bytes is hashed, this one has {luma.Length}.", nameof(luma));

        Span<long> values = stackalloc long[Frequencies];
        Transform(luma, values);
        Span<long> sorted = stackalloc long[Frequencies];
        values.CopyTo(sorted);
        sorted.Sort();
        var median = sorted[(Frequencies / 2) - 1] + sorted[Frequencies / 2]; // twice the median, kept whole

        // Without the factors of the orthonormal transform a coefficient is Side / 2 times larger, and two passes scale it by 2^28.
        const long Seen = 2 * SeenLevels * (Side / 2) << (2 * CosineBits);
        var bits = 0UL;
        var seen = 0;
        for (var i = 0; i < Frequencies; i++)
        {
            var above = (2 * values[i]) - median;
            if (above > 0)
                bits |= 1UL << i;
            if (Math.Abs(above) >= Seen)
                seen++;
        }

        return new PerceptualHash(bits, seen < Frequencies / 2);
    }

    private static void Transform(ReadOnlySpan<byte> luma, Span<long> values)
    {
        Span<int> rows = stackalloc int[Side * SideOfCosines];
        for (var y = 0; y < Side; y++)
        {
            for (var u = 0; u < SideOfCosines; u++)
            {
                var sum = 0;
                for (var x = 0; x < Side; x++)
                    sum += luma[(y * Side) + x] * Cosines[(u * Side) + x];
                rows[(y * SideOfCosines) + u] = sum;
            }
        }

        for (var i = 0; i < Zigzag.Length; i++)
        {
            var (u, v) = Zigzag[i];
            var sum = 0L;
            for (var y = 0; y < Side; y++)
                sum += (long)rows[(y * SideOfCosines) + u] * Cosines[(v * Side) + y];
            values[i] = sum;
        }
    }

    private static int[] CosineTable()
    {
        var table = new int[SideOfCosines * Side];
        for (var u = 0; u < SideOfCosines; u++)
        {
            for (var x = 0; x < Side; x++)
                table[(u * Side) + x] = (int)Math.Round(Math.Cos(((2 * x) + 1) * u * Math.PI / (2 * Side)) * (1 << CosineBits));
        }

        return table;
    }

    // Diagonals from the mean outwards, each walked in the direction opposite to the one before.
    private static IEnumerable<(int U, int V)> Order()
    {
        for (var diagonal = 0; diagonal < Side; diagonal++)
        {
            for (var step = 0; step <= diagonal; step++)
                yield return diagonal % 2 == 0 ? (step, diagonal - step) : (diagonal - step, step);
        }
    }
}

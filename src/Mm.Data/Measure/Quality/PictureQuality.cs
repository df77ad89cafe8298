namespace Mm.Data.Measure.Quality;

/// <summary>
/// What can be told of a picture's quality from its luma alone. Whole numbers until the last division: the same everywhere.
/// </summary>
/// <param name="Blur">Variance of the Laplacian over the inner pixels, in grey levels squared; low where nothing is sharp.</param>
/// <param name="Brightness">Mean, 0 to 1.</param>
/// <param name="Contrast">Standard deviation, 0 to 0.5.</param>
/// <param name="DarkShare">Share of pixels of at most 10 of 255.</param>
/// <param name="BrightShare">Share of pixels of at least 245 of 255.</param>
/// <param name="EntropyBits">Entropy of the grey levels, 0 to 8.</param>
/// <param name="BorderShare">Share of the area in solid rows and columns at the edges.</param>
public readonly record struct PictureQuality(
    double Blur, double Brightness, double Contrast, double DarkShare, double BrightShare, double EntropyBits, double BorderShare)
{
    /// <summary>Width and height of the luma picture to look at.</summary>
    public const int Side = 256;

    private const int Dark = 10;
    private const int Bright = 245;

    // What encoding leaves of one colour.
    private const int SolidLevels = 8;
    private const double Levels = 255;

    /// <param name="luma"><see cref="Side"/> x <see cref="Side"/> bytes, rows from the top.</param>
    public static PictureQuality Of(ReadOnlySpan<byte> luma)
    {
        if (luma.Length != Side * Side)
            throw new ArgumentException($"A picture of {Side * Side} bytes is looked at, this one has {luma.Length}.", nameof(luma));
        Span<int> histogram = stackalloc int[256];
        histogram.Clear();
        var (sum, squares) = (0L, 0L);
        foreach (var level in luma)
        {
            histogram[level]++;
            sum += level;
            squares += level * level;
        }

        var count = (double)luma.Length;
        var mean = sum / count;
        return new PictureQuality(
            Laplacian(luma),
            mean / Levels,
            Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean))) / Levels,
            Share(histogram[..(Dark + 1)], luma.Length),
            Share(histogram[Bright..], luma.Length),
            Entropy(histogram, count),
            Border(luma));
    }

    /// <summary>Mean absolute difference of two pictures in grey levels, 0 to 255.</summary>
    public static double Difference(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var sum = 0L;
        for (var i = 0; i < one.Length; i++)
            sum += Math.Abs(one[i] - other[i]);
        return sum / (double)one.Length;
    }

    private static double Laplacian(ReadOnlySpan<byte> luma)
    {
        var (sum, squares) = (0L, 0L);
        for (var y = 1; y < Side - 1; y++)
        {
            for (var x = 1; x < Side - 1; x++)
            {
                var at = (y * Side) + x;
                var value = luma[at - Side] + luma[at + Side] + luma[at - 1] + luma[at + 1] - (4 * luma[at]);
                sum += value;
                squares += value * value;
            }
        }

        var count = (double)(Side - 2) * (Side - 2);
        return (squares / count) - (sum / count * (sum / count));
    }

    private static double Share(ReadOnlySpan<int> bins, int count)
    {
        var sum = 0;
        foreach (var bin in bins)
            sum += bin;
        return sum / (double)count;
    }

    private static double Entropy(ReadOnlySpan<int> histogram, double count)
    {
        var entropy = 0.0;
        foreach (var bin in histogram)
            entropy -= bin == 0 ? 0 : bin / count * Math.Log2(bin / count);
        return Math.Max(0, entropy);
    }

    // Rows from top and bottom, then columns from left and right of what is between.
    private static double Border(ReadOnlySpan<byte> luma)
    {
        var (top, bottom, left, right) = (0, Side - 1, 0, Side - 1);
        while (top <= bottom && IsSolid(luma, top * Side, 1))
            top++;
        while (bottom > top && IsSolid(luma, bottom * Side, 1))
            bottom--;
        while (left <= right && IsSolid(luma, left, Side))
            left++;
        while (right > left && IsSolid(luma, right, Side))
            right--;
        var inside = Math.Max(0, bottom - top + 1) * (double)Math.Max(0, right - left + 1);
        return 1 - (inside / (Side * Side));
    }

    private static bool IsSolid(ReadOnlySpan<byte> luma, int from, int step)
    {
        var (least, most) = (luma[from], luma[from]);
        for (var i = 1; i < Side; i++)
        {
            var level = luma[from + (i * step)];
            (least, most) = (Math.Min(least, level), Math.Max(most, level));
        }

        return most - least <= SolidLevels;
    }
}

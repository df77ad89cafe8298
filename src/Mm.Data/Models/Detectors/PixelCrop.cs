using System.Numerics;
using System.Runtime.InteropServices;

namespace Mm.Data.Models.Detectors;

/// <summary>A rectangle of a picture in its pixels; it may reach beyond the picture.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PixelArea(double Left, double Top, double Width, double Height);

/// <summary>
/// Part of a picture to network input: scaled by an antialiased triangle filter (bilinear where it enlarges), then value / 127.5 - 1, as
/// both networks of the cascade were trained. Each output pixel is a fixed sum in a fixed order.
/// </summary>
internal static class PixelCrop
{
    private const int Channels = 3;
    private const float Scale = 1 / 127.5f;
    private const float Black = -1;

    /// <summary>Writes [3, height, width] to <paramref name="tensor"/>.</summary>
    public static void Fill(PixelGrid grid, PixelArea area, int width, int height, bool mirrored, Span<float> tensor)
    {
        var columns = Taps(area.Left, area.Width / width, width, grid.Width);
        var rows = Taps(area.Top, area.Height / height, height, grid.Height);
        if (mirrored)
            Array.Reverse(columns);
        tensor[..(Channels * width * height)].Fill(Black);
        var first = rows.Where(row => row.Weights.Length > 0).Select(row => row.From).DefaultIfEmpty(0).Min();
        var last = rows.Select(row => row.From + row.Weights.Length).DefaultIfEmpty(0).Max();
        if (last <= first)
            return;
        var narrow = new float[(last - first) * Channels * width];
        for (var y = first; y < last; y++)
            Narrow(grid.Row(y), columns, narrow.AsSpan((y - first) * Channels * width, Channels * width));
        for (var y = 0; y < height; y++)
        {
            for (var tap = 0; tap < rows[y].Weights.Length; tap++)
            {
                var line = narrow.AsSpan((rows[y].From - first + tap) * Channels * width, Channels * width);
                for (var plane = 0; plane < Channels; plane++)
                {
                    var to = tensor.Slice(((plane * height) + y) * width, width);
                    AddScaled(line.Slice(plane * width, width), rows[y].Weights[tap] * Scale, to);
                }
            }
        }
    }

    /// <summary>One row of the picture, scaled to the new width, as three planes.</summary>
    private static void Narrow(ReadOnlySpan<byte> row, TapRun[] columns, Span<float> planes)
    {
        var width = columns.Length;
        for (var x = 0; x < width; x++)
        {
            var (from, weights) = (columns[x].From * Channels, columns[x].Weights);
            float red = 0, green = 0, blue = 0;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                var at = from + (tap * Channels);
                red += weights[tap] * row[at];
                green += weights[tap] * row[at + 1];
                blue += weights[tap] * row[at + 2];
            }

            (planes[x], planes[width + x], planes[(2 * width) + x]) = (red, green, blue);
        }
    }

    private static void AddScaled(ReadOnlySpan<float> line, float weight, Span<float> to)
    {
        var x = 0;
        var factor = new Vector<float>(weight);
        for (; x <= to.Length - Vector<float>.Count; x += Vector<float>.Count)
            (new Vector<float>(to[x..]) + (new Vector<float>(line[x..]) * factor)).CopyTo(to[x..]);
        for (; x < to.Length; x++)
            to[x] += line[x] * weight;
    }

    /// <summary>For each new pixel the old ones it is made of. Weights sum to 1; those of pixels beyond the picture are left out.</summary>
    private static TapRun[] Taps(double start, double step, int count, int side)
    {
        var runs = new TapRun[count];
        var reach = Math.Max(1, step);
        for (var i = 0; i < count; i++)
        {
            var centre = start + ((i + 0.5) * step);
            var (low, high) = ((int)Math.Floor(centre - reach + 0.5), (int)Math.Ceiling(centre + reach - 0.5));
            var weights = new double[high - low + 1];
            for (var tap = 0; tap < weights.Length; tap++)
                weights[tap] = Math.Max(0, 1 - (Math.Abs(low + tap + 0.5 - centre) / reach));
            var sum = weights.Sum();
            var (from, to) = (Math.Clamp(low, 0, side), Math.Clamp(high + 1, 0, side));
            runs[i] = new TapRun(from, [.. weights.Skip(from - low).Take(to - from).Select(weight => (float)(weight / sum))]);
        }

        return runs;
    }

    private sealed record TapRun(int From, float[] Weights);
}

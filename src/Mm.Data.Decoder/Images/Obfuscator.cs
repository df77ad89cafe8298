using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>Makes a region hard to look at, from its own pixels. Something of them is left, so this is no redaction.</summary>
internal static class Obfuscator
{
    private const int Channels = 3;
    private const int Passes = 3; // three box blurs are close to a Gaussian
    private const int ShareOfSide = 8;
    private const int CellMin = 16;

    public static void Hide(Picture picture, Area area, FillStyle style)
    {
        var side = Math.Max(CellMin, Math.Min(area.Width, area.Height) / ShareOfSide);
        if (style is FillStyle.Mosaic)
            Mosaic(picture, area, side);
        else
            Blur(picture, area, side);
    }

    private static void Mosaic(Picture picture, Area area, int side)
    {
        for (var top = area.Top; top < area.Bottom; top += side)
        {
            for (var left = area.Left; left < area.Right; left += side)
                Average(picture, new Area(left, top, Math.Min(left + side, area.Right), Math.Min(top + side, area.Bottom)));
        }
    }

    private static void Average(Picture picture, Area cell)
    {
        var (sums, count) = (new long[Channels], (long)cell.Width * cell.Height);
        for (var y = cell.Top; y < cell.Bottom; y++)
        {
            foreach (var pixel in picture.Row(y)[cell.Left..cell.Right])
            {
                for (var channel = 0; channel < Channels; channel++)
                    sums[channel] += Part(pixel, channel);
            }
        }

        var mean = 0xff000000;
        for (var channel = 0; channel < Channels; channel++)
            mean |= (uint)((sums[channel] + (count / 2)) / count) << (8 * channel);
        for (var y = cell.Top; y < cell.Bottom; y++)
            picture.Row(y)[cell.Left..cell.Right].Fill(mean);
    }

    private static void Blur(Picture picture, Area area, int radius)
    {
        var (line, blurred) = (new uint[area.Height], new uint[Math.Max(area.Width, area.Height)]);
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var y = area.Top; y < area.Bottom; y++)
            {
                var row = picture.Row(y)[area.Left..area.Right];
                Means(row, blurred, radius);
                blurred.AsSpan(0, row.Length).CopyTo(row);
            }

            for (var x = area.Left; x < area.Right; x++)
            {
                for (var y = 0; y < area.Height; y++)
                    line[y] = picture.Row(area.Top + y)[x];
                Means(line, blurred, radius);
                for (var y = 0; y < area.Height; y++)
                    picture.Row(area.Top + y)[x] = blurred[y];
            }
        }
    }

    /// <summary>Of each pixel with its neighbours on both sides; a window that slides.</summary>
    private static void Means(ReadOnlySpan<uint> line, Span<uint> means, int radius)
    {
        var (red, green, blue, count) = (0u, 0u, 0u, 0u);
        for (var at = -radius; at < line.Length; at++)
        {
            if (at + radius < line.Length)
            {
                var comes = line[at + radius];
                (red, green, blue, count) = (red + Part(comes, 0), green + Part(comes, 1), blue + Part(comes, 2), count + 1);
            }

            if (at - radius - 1 >= 0)
            {
                var goes = line[at - radius - 1];
                (red, green, blue, count) = (red - Part(goes, 0), green - Part(goes, 1), blue - Part(goes, 2), count - 1);
            }

            if (at >= 0)
                means[at] = 0xff000000 | (red / count) | (green / count << 8) | (blue / count << 16);
        }
    }

    private static uint Part(uint pixel, int channel) => (pixel >> (8 * channel)) & 0xff;
}

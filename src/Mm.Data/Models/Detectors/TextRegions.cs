using System.Runtime.InteropServices;
using Mm.Data.Models.Cards;

namespace Mm.Data.Models.Detectors;

/// <summary>A rectangle on the map in pixels, right and bottom exclusive, with the mean probability of its pixels.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRegion(double Left, double Top, double Right, double Bottom, float Score);

/// <summary>A rectangle on the map at any angle, with the mean probability of its pixels.</summary>
internal readonly record struct TurnedRegion(TurnedRectangle Rectangle, float Score);

/// <summary>
/// Regions of a text probability map (arXiv 1911.08947, section 3.3): pixels over a threshold that touch, corners included, are one
/// region; its box, upright or turned, is pushed outward because the network was taught shrunken texts.
/// </summary>
/// <param name="map">Probabilities in [0, 1], rows of <paramref name="stride"/>; the top left <paramref name="width"/> x <paramref
/// name="height"/> count.</param>
internal sealed class TextRegions(float[] map, int stride, int width, int height, DetectorSettings settings)
{
    private const int SideMinPixels = 3; // smaller ones are noise (PaddleOCR's min_size)

    private readonly bool[] _seen = new bool[width * height];
    private readonly Stack<(int X, int Y)> _open = new();
    private readonly int[] _firsts = new int[height]; // of the region that was grown last, by row
    private readonly int[] _lasts = new int[height];

    /// <summary>Regions in upright boxes.</summary>
    public IEnumerable<TextRegion> Find() => Regions()
        .Where(region => region.Right - region.Left >= SideMinPixels && region.Bottom - region.Top >= SideMinPixels)
        .Select(Unclip);

    /// <summary>Regions in the smallest boxes, however turned.</summary>
    public IEnumerable<TurnedRegion> FindTurned()
    {
        foreach (var region in Regions())
        {
            var rectangle = TurnedRectangle.Around(Outline(region));
            if (rectangle is { Length: >= SideMinPixels, Depth: >= SideMinPixels })
                yield return new TurnedRegion(rectangle.Grown(Outward(rectangle.Length, rectangle.Depth)), region.Score);
        }
    }

    private IEnumerable<TextRegion> Regions()
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (Take(x, y))
                    yield return Grow();
            }
        }
    }

    /// <summary>Corners of the pixels at both ends of each row of the region grown last.</summary>
    private List<(double X, double Y)> Outline(TextRegion region)
    {
        var points = new List<(double X, double Y)>();
        for (var y = (int)region.Top; y < (int)region.Bottom; y++)
            points.AddRange([(_firsts[y], y), (_firsts[y], y + 1), (_lasts[y] + 1, y), (_lasts[y] + 1, y + 1)]);
        return points;
    }

    /// <summary>Marks a pixel of text that was not seen before, and puts it on the stack.</summary>
    private bool Take(int x, int y)
    {
        if (x < 0 || y < 0 || x >= width || y >= height || _seen[(y * width) + x] || !(map[(y * stride) + x] > settings.PixelThreshold))
            return false;
        _seen[(y * width) + x] = true;
        _open.Push((x, y));
        return true;
    }

    /// <summary>Everything that hangs together with the pixel on the stack.</summary>
    private TextRegion Grow()
    {
        var (left, top, right, bottom) = (width, height, 0, 0);
        var (sum, count) = (0.0, 0);
        Array.Fill(_firsts, width);
        Array.Fill(_lasts, -1);
        while (_open.TryPop(out var at))
        {
            (left, right) = (Math.Min(left, at.X), Math.Max(right, at.X + 1));
            (top, bottom) = (Math.Min(top, at.Y), Math.Max(bottom, at.Y + 1));
            (_firsts[at.Y], _lasts[at.Y]) = (Math.Min(_firsts[at.Y], at.X), Math.Max(_lasts[at.Y], at.X));
            sum += map[(at.Y * stride) + at.X];
            count++;
            for (var dy = -1; dy <= 1; dy++)
            {
                for (var dx = -1; dx <= 1; dx++)
                    Take(at.X + dx, at.Y + dy);
            }
        }

        return new TextRegion(left, top, right, bottom, (float)(sum / count));
    }

    private TextRegion Unclip(TextRegion region)
    {
        var (w, h) = (region.Right - region.Left, region.Bottom - region.Top);
        var by = Outward(w, h);
        return region with { Left = region.Left - by, Top = region.Top - by, Right = region.Right + by, Bottom = region.Bottom + by };
    }
    private double Outward(double length, double depth) => length * depth * settings.Unclip / (2 * (length + depth));
}

using System.Runtime.InteropServices;
using Mm.Data.Models.Cards;

namespace Mm.Data.Models.Detectors;

/// <summary>A rectangle on the map in pixels, right and bottom exclusive, with the mean probability of its pixels.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextRegion(double Left, double Top, double Right, double Bottom, float Score);

/// <summary>
/// Regions of a text probability map (arXiv 1911.08947, section 3.3, with upright boxes): pixels over a threshold that touch, corners
/// included, are one region; its box is pushed outward because the network was taught shrunken texts.
/// </summary>
/// <param name="map">Probabilities in [0, 1], rows of <paramref name="stride"/>; the top left <paramref name="width"/> x <paramref
/// name="height"/> count.</param>
internal sealed class TextRegions(float[] map, int stride, int width, int height, DetectorSettings settings)
{
    private const int SideMinPixels = 3; // smaller ones are noise (PaddleOCR's min_size)

    private readonly bool[] _seen = new bool[width * height];
    private readonly Stack<(int X, int Y)> _open = new();

    public IEnumerable<TextRegion> Find()
    {
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                if (Take(x, y) && Grow() is var region
                    && region.Right - region.Left >= SideMinPixels && region.Bottom - region.Top >= SideMinPixels)
                    yield return Unclip(region);
            }
        }
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
        while (_open.TryPop(out var at))
        {
            (left, right) = (Math.Min(left, at.X), Math.Max(right, at.X + 1));
            (top, bottom) = (Math.Min(top, at.Y), Math.Max(bottom, at.Y + 1));
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
        var by = w * h * settings.Unclip / (2 * (w + h));
        return region with { Left = region.Left - by, Top = region.Top - by, Right = region.Right + by, Bottom = region.Bottom + by };
    }
}

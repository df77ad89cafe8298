namespace Mm.Data.Models.Detectors;

/// <summary>Interleaved 8-bit R, G, B from the top left, rows <paramref name="stride"/> bytes apart. Outside it everything is
/// black.</summary>
internal sealed class PixelGrid(ReadOnlyMemory<byte> pixels, int width, int height, int stride)
{
    private const int Channels = 3;

    public int Width => width;

    public int Height => height;

    public ReadOnlySpan<byte> Row(int y) => pixels.Span.Slice(y * stride, width * Channels);

    /// <summary>The same picture turned clockwise by <paramref name="quarters"/> of 90 degrees, 1 to 3.</summary>
    public PixelGrid Turned(int quarters)
    {
        var (w, h) = quarters == 2 ? (width, height) : (height, width);
        var turned = new byte[w * h * Channels];
        for (var y = 0; y < h; y++)
        {
            for (var x = 0; x < w; x++)
            {
                var (fromX, fromY) = quarters switch
                {
                    1 => (y, height - 1 - x),
                    2 => (width - 1 - x, height - 1 - y),
                    _ => (width - 1 - y, x),
                };
                pixels.Span.Slice((fromY * stride) + (fromX * Channels), Channels).CopyTo(turned.AsSpan(((y * w) + x) * Channels));
            }
        }

        return new PixelGrid(turned, w, h, w * Channels);
    }
}

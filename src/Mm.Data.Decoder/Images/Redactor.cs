using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Fills regions with one constant grey: nothing of what was there takes part in the colour. Edges move outward to the grid of the
/// blocks that JPEG codes as one (16 pixels with halved chroma), so that no block holds both kinds of pixel.
/// </summary>
internal static class Redactor
{
    private const int BlockSide = 16;
    private const uint Grey = 0xff7f7f7f;

    public static void Fill(Picture picture, IReadOnlyList<FillRegion> regions)
    {
        foreach (var region in regions)
        {
            var (left, right) = Snap(region.X, region.Width, picture.Width);
            var (top, bottom) = Snap(region.Y, region.Height, picture.Height);
            for (var y = top; y < bottom && left < right; y++)
                picture.Row(y)[left..right].Fill(Grey);
        }
    }

    private static (int From, int To) Snap(double start, double length, int side)
    {
        var from = Math.Floor(start * side / BlockSide) * BlockSide;
        var to = Math.Ceiling((start + length) * side / BlockSide) * BlockSide;
        return ((int)Math.Clamp(from, 0, side), (int)Math.Clamp(to, 0, side));
    }
}

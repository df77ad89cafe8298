namespace Mm.Data.Decoder.Images;

/// <summary>
/// How the blocks that a JPEG source coded as one lie on its upright picture. They count from the corner that was stored first, which an
/// orientation may have put on any side.
/// </summary>
internal sealed record SourceBlocks
{
    private const int BlockSide = 8;

    private SourceBlocks(int width, int height, int x, int y) => (Width, Height, X, Y) = (width, height, x, y);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Place of one line between blocks.</summary>
    public int X { get; }

    public int Y { get; }

    /// <summary>Whether chroma is stored smaller, so that upsampling carries some of it over a block's edge.</summary>
    public bool SpreadsChroma => Width > BlockSide || Height > BlockSide;

    /// <param name="segments">The file's headers.</param>
    /// <param name="width">Width of the upright picture.</param>
    /// <param name="height">Height of the upright picture.</param>
    public static SourceBlocks Of(JpegSegments segments, int width, int height)
    {
        var orientation = segments.Orientation;
        var (across, down) = (BlockSide * segments.SamplesAcross, BlockSide * segments.SamplesDown);
        if (Orientation.SwapsSides(orientation))
            (across, down) = (down, across);
        return new SourceBlocks(
            across, down, orientation is 2 or 3 or 6 or 7 ? width : 0, orientation is 3 or 4 or 7 or 8 ? height : 0);
    }

    public Area Around(Area area) => area.Snapped(Width, Height, X, Y);
}

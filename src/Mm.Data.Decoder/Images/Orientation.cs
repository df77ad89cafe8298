namespace Mm.Data.Decoder.Images;

/// <summary>Turns a picture upright by its Exif orientation (CIPA DC-008, tag 0x0112).</summary>
internal static class Orientation
{
    // Columns are gathered by tiles so that both sides stay in the cache.
    private const int TileSide = 32;

    /// <summary>Whether width and height change places.</summary>
    public static bool SwapsSides(int orientation) => orientation >= 5;

    /// <summary>The upright picture; <paramref name="picture"/> itself when it is, else a new one in its place.</summary>
    public static Picture Upright(Picture picture, int orientation)
    {
        if (orientation is <= 1 or > 8)
            return picture;
        using (picture)
        {
            var upright = SwapsSides(orientation) ? new Picture(picture.Height, picture.Width) : new Picture(picture.Width, picture.Height);
            if (SwapsSides(orientation))
                Transpose(picture, upright, mirrorX: orientation is 6 or 7, mirrorY: orientation is 7 or 8);
            else
                Mirror(picture, upright, mirrorX: orientation is 2 or 3, mirrorY: orientation is 3 or 4);
            return upright;
        }
    }

    private static void Mirror(Picture from, Picture to, bool mirrorX, bool mirrorY)
    {
        for (var y = 0; y < to.Height; y++)
        {
            var row = to.Row(y);
            from.Row(mirrorY ? from.Height - 1 - y : y).CopyTo(row);
            if (mirrorX)
                row.Reverse();
        }
    }

    /// <summary>Rows become columns; then the result is mirrored as asked.</summary>
    private static void Transpose(Picture from, Picture to, bool mirrorX, bool mirrorY)
    {
        for (var top = 0; top < to.Height; top += TileSide)
        {
            for (var left = 0; left < to.Width; left += TileSide)
            {
                for (var y = top; y < Math.Min(top + TileSide, to.Height); y++)
                {
                    var row = to.Row(y);
                    var column = mirrorY ? to.Height - 1 - y : y;
                    for (var x = left; x < Math.Min(left + TileSide, to.Width); x++)
                        row[x] = from.Row(mirrorX ? to.Width - 1 - x : x)[column];
                }
            }
        }
    }
}

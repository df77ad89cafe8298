namespace Mm.Data.Decoder.Av;

/// <summary>
/// Size of a rendered film: square pixels, no longer than asked, never enlarged, both sides even as 4:2:0 needs it. A film that keeps
/// its size and has an odd side loses its last row or column instead of being resampled whole.
/// </summary>
internal sealed record OutputSize(int Width, int Height, bool IsScaled, int PictureWidth, int PictureHeight)
{
    public static OutputSize Of(PictureTrack track, int sideMax)
    {
        var longer = Math.Max(track.Width, track.Height);
        var isSquare = track.Width == track.StoredWidth && track.Height == track.StoredHeight;
        if (isSquare && (sideMax <= 0 || longer <= sideMax) && Math.Min(track.Width, track.Height) >= 2)
            return new OutputSize(track.Width & ~1, track.Height & ~1, false, track.Width, track.Height);

        var factor = sideMax > 0 ? Math.Min(1, (double)sideMax / longer) : 1;
        var (width, height) = (Even(track.Width * factor), Even(track.Height * factor));
        return new OutputSize(width, height, true, width, height);
    }

    private static int Even(double side) => Math.Max(2, (int)(side / 2 + 0.25) * 2);
}

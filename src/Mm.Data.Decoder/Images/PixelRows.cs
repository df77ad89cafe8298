namespace Mm.Data.Decoder.Images;

/// <summary>Rows of four-byte pixels to the layouts that leave the child.</summary>
internal static class PixelRows
{
    // ITU-R BT.601 in 16 fractional bits, as Pillow converts "RGB" to "L".
    private const int RedWeight = 19595;
    private const int GreenWeight = 38470;
    private const int BlueWeight = 7471;

    public static void ToRgb(ReadOnlySpan<uint> row, Span<byte> to)
    {
        for (int x = 0, at = 0; x < row.Length; x++, at += 3)
        {
            var pixel = row[x];
            to[at + 2] = (byte)(pixel >> 16);
            to[at + 1] = (byte)(pixel >> 8);
            to[at] = (byte)pixel;
        }
    }

    public static void ToLuma(ReadOnlySpan<uint> row, Span<byte> to)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var pixel = row[x];
            var sum = ((pixel & 0xff) * RedWeight) + ((pixel >> 8 & 0xff) * GreenWeight) + ((pixel >> 16 & 0xff) * BlueWeight);
            to[x] = (byte)((sum + 0x8000) >> 16);
        }
    }
}

using System.Runtime.Intrinsics;

namespace Mm.Data.Decoder.Images;

/// <summary>Rows of four-byte pixels to the layouts that leave the child.</summary>
internal static class PixelRows
{
    // ITU-R BT.601 in 16 fractional bits, as Pillow converts "RGB" to "L".
    private const int RedWeight = 19595;
    private const int GreenWeight = 38470;
    private const int BlueWeight = 7471;

    private const int Group = 4;
    private const int RgbBytes = 3;

    // Four pixels without their fourth bytes; the last four bytes are written over by the next group.
    private static readonly Vector128<byte> WithoutRest =
        Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0x80, 0x80, 0x80, 0x80);

    public static void ToRgb(ReadOnlySpan<uint> row, Span<byte> to)
    {
        var (x, at) = (0, 0);
        if (Vector128.IsHardwareAccelerated)
        {
            for (; x + Group <= row.Length && at + Vector128<byte>.Count <= to.Length; x += Group, at += Group * RgbBytes)
                Vector128.Shuffle(Vector128.Create(row.Slice(x, Group)).AsByte(), WithoutRest).CopyTo(to[at..]);
        }

        for (; x < row.Length; x++, at += RgbBytes)
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

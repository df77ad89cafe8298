namespace Mm.Data.Decoder.Images;

/// <summary>
/// The two conversions that are Pillow's own, byte for byte, because libraries differ in how they round: alpha over white
/// (<c>Image.alpha_composite</c>), and print colours without a profile (<c>convert("RGB")</c>, complement times complement of black).
/// </summary>
internal static class PixelColours
{
    private const int Full = 255;
    private const int ExtraBits = 7; // of alpha_composite

    /// <summary>One pixel with alpha, laid over white.</summary>
    public static uint OverWhite(byte red, byte green, byte blue, byte alpha) =>
        Over(red, alpha) | (Over(green, alpha) << 8) | (Over(blue, alpha) << 16);

    /// <summary>One pixel of four inks, 255 for full ink.</summary>
    public static uint OfInks(byte cyan, byte magenta, byte yellow, byte black)
    {
        var light = Full - black;
        return Lit(light, cyan) | (Lit(light, magenta) << 8) | (Lit(light, yellow) << 16);
    }

    /// <summary>
    /// Turns pixels of four inks as JPEG files hold them, inverted (by Adobe's convention, which every reader takes for granted), into
    /// colours.
    /// </summary>
    public static void FromInvertedInks(Picture picture)
    {
        for (var y = 0; y < picture.Height; y++)
        {
            foreach (ref var pixel in picture.Row(y))
            {
                var inks = ~pixel;
                pixel = OfInks((byte)inks, (byte)(inks >> 8), (byte)(inks >> 16), (byte)(inks >> 24));
            }
        }
    }

    private static uint Over(int sample, int alpha)
    {
        var sum = (uint)((sample * alpha) + (Full * (Full - alpha))) << ExtraBits;
        sum += 0x80u << ExtraBits;
        return ((sum >> 8) + sum) >> 8 >> ExtraBits;
    }

    private static uint Lit(int light, int ink)
    {
        var product = (uint)(ink * light) + 0x80;
        return (uint)Math.Max(0, light - (int)(((product >> 8) + product) >> 8));
    }
}

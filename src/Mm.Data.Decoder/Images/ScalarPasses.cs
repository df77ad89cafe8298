namespace Mm.Data.Decoder.Images;

/// <summary>For processors without AVX2, and the measure that the vector passes are held against.</summary>
internal sealed unsafe class ScalarPasses : IResamplePasses
{
    private const int Half = 1 << (BicubicKernel.WeightBits - 1);
    private const int BandRows = IResamplePasses.BandRows;

    public uint[] Pack(BicubicKernel kernel) => [];

    public void Across(byte* row0, byte* row1, byte* row2, byte* row3, long ahead, byte* band, BicubicKernel kernel)
    {
        Across(row0, band, kernel);
        Across(row1, band + 1, kernel);
        Across(row2, band + 2, kernel);
        Across(row3, band + 3, kernel);
    }

    public void Down(byte** bands, BicubicKernel kernel, int y, byte* to, int pixels)
    {
        for (var x = 0; x < pixels * Picture.PixelBytes; x++)
        {
            var sum = Half;
            for (var i = 0; i < kernel.Count[y]; i++)
                sum += bands[i / BandRows][(x * BandRows) + (i % BandRows)] * kernel.Weights[(y * kernel.Taps) + i];
            to[x] = Clip(sum);
        }
    }

    private static void Across(byte* from, byte* to, BicubicKernel kernel)
    {
        for (var x = 0; x < kernel.First.Length; x++, to += IResamplePasses.BandPixelBytes)
        {
            var pixel = from + ((long)kernel.First[x] * Picture.PixelBytes);
            var (red, green, blue) = (Half, Half, Half);
            for (var i = 0; i < kernel.Count[x]; i++, pixel += Picture.PixelBytes)
            {
                var weight = kernel.Weights[(x * kernel.Taps) + i];
                red += pixel[0] * weight;
                green += pixel[1] * weight;
                blue += pixel[2] * weight;
            }

            (to[0], to[BandRows], to[2 * BandRows], to[3 * BandRows]) = (Clip(red), Clip(green), Clip(blue), 0);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> BicubicKernel.WeightBits, 0, 255);
}

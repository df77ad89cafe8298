namespace Mm.Data.Decoder.Images;

/// <summary>For processors without AVX2, and the measure that <see cref="VectorPasses"/> is held against.</summary>
internal sealed unsafe class ScalarPasses : IResamplePasses
{
    private const int Half = 1 << (BicubicKernel.WeightBits - 1);

    public void Across(byte* from, byte* to, BicubicKernel kernel)
    {
        for (var x = 0; x < kernel.First.Length; x++, to += Picture.PixelBytes)
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

            (to[0], to[1], to[2], to[3]) = (Clip(red), Clip(green), Clip(blue), 0);
        }
    }

    public void Down(byte* from, long stride, byte* to, ReadOnlySpan<int> weights)
    {
        for (var x = 0L; x < stride; x++)
        {
            var sum = Half;
            for (var i = 0; i < weights.Length; i++)
                sum += from[(i * stride) + x] * weights[i];
            to[x] = Clip(sum);
        }
    }

    private static byte Clip(int sum) => (byte)Math.Clamp(sum >> BicubicKernel.WeightBits, 0, 255);
}

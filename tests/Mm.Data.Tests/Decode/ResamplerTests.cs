using CsCheck;
using Mm.Data.Decoder.Images;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class ResamplerTests
{
    [Fact]
    public void AVX2_and_plain_passes_give_the_same_bytes()
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.Avx2.IsSupported, "needs AVX2");
        AreAlike(new VectorPasses());
    }

    [Fact]
    public void Dot_product_and_plain_passes_give_the_same_bytes()
    {
        Assert.SkipUnless(System.Runtime.Intrinsics.X86.AvxVnni.IsSupported, "needs AVX-VNNI");
        AreAlike(new DotProductPasses());
    }

    private static void AreAlike(IResamplePasses passes) =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[1, 70], Gen.Int[1, 70], Gen.Byte.Array[64]).Sample(
            (width, height, toWidth, toHeight, noise) =>
            {
                var all = new Window(0, 0, toWidth, toHeight);
                using var picture = Noise(width, height, noise);
                using var vector = new Resampler(passes).Resample(picture, toWidth, toHeight, all);
                using var scalar = new Resampler(new ScalarPasses()).Resample(picture, toWidth, toHeight, all);
                return Colours(vector).SequenceEqual(Colours(scalar));
            },
            iter: 300);

    [Fact]
    public void A_window_is_the_same_part_of_the_whole()
    {
        using var picture = Noise(61, 47, [.. Enumerable.Range(0, 64).Select(i => (byte)(i * 37))]);
        var resampler = new Resampler();
        using var whole = resampler.Resample(picture, 40, 30, new Window(0, 0, 40, 30));
        using var part = resampler.Resample(picture, 40, 30, new Window(7, 5, 20, 11));

        for (var y = 0; y < 11; y++)
            Assert.Equal(whole.Row(y + 5).Slice(7, 20).ToArray(), part.Row(y).ToArray());
    }

    private static Picture Noise(int width, int height, byte[] noise)
    {
        var picture = new Picture(width, height);
        for (var y = 0; y < height; y++)
        {
            var row = picture.Row(y);
            for (var x = 0; x < width; x++)
            {
                var (red, green, blue) = (noise[(x + (y * 31)) % 64], noise[((x * 7) + y) % 64], noise[((x * 3) + (y * 5)) % 64]);
                row[x] = red | ((uint)green << 8) | ((uint)blue << 16);
            }

        }

        return picture;
    }

    private static List<uint> Colours(Picture picture)
    {
        var colours = new List<uint>();
        for (var y = 0; y < picture.Height; y++)
        {
            foreach (var pixel in picture.Row(y))
                colours.Add(pixel & 0xffffff);
        }

        return colours;
    }
}

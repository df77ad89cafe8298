using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class StillEncoderTests
{
    [Theory]
    [InlineData(90, 64, 48)]
    [InlineData(90, 61, 47)]
    [InlineData(97, 61, 47)]
    [InlineData(30, 17, 200)]
    public void Libturbojpeg_and_libvips_write_the_same_pixels(int quality, int width, int height)
    {
        Assert.SkipUnless(TurboJpeg.IsPresent, "needs libturbojpeg");
        using var picture = Slopes(width, height);
        var request = new RenderRequest { ImageQuality = quality };

        using var turbo = TurboJpeg.Decode(StillEncoder.Encode(picture, request), width, height);
        using var vips = TurboJpeg.Decode(StillEncoder.ByVips(picture, request), width, height);

        for (var y = 0; y < height; y++)
            Assert.Equal(vips.Row(y).ToArray(), turbo.Row(y).ToArray());
    }

    [Fact]
    public void A_high_quality_keeps_colour_at_full_resolution()
    {
        Assert.SkipUnless(TurboJpeg.IsPresent, "needs libturbojpeg");
        using var picture = Slopes(64, 64);

        // The sampling factors of the first component: 2x2 is halved colour, 1x1 full.
        Assert.Equal(0x22, Sampling(StillEncoder.Encode(picture, new RenderRequest { ImageQuality = 94 })));
        Assert.Equal(0x11, Sampling(StillEncoder.Encode(picture, new RenderRequest { ImageQuality = 95 })));
    }

    private static int Sampling(byte[] jpeg)
    {
        var frame = jpeg.AsSpan().IndexOf(new byte[] { 0xff, 0xc0 });
        return jpeg[frame + 11];
    }

    private static Picture Slopes(int width, int height)
    {
        var picture = new Picture(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                picture.Row(y)[x] = (uint)((x * 4 & 255) | ((y * 5 & 255) << 8) | (((x * y) & 255) << 16)) | 0xff000000;
        }

        return picture;
    }
}

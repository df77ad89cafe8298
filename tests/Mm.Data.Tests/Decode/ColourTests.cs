using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

/// <summary>Every kind of pixel comes out as 8-bit sRGB.</summary>
public sealed class ColourTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    [Theory]
    [InlineData("Image.new('RGBA', (8, 8), (255, 0, 0, 0)).save(out, 'PNG')", 255, 255, 255)]
    [InlineData("Image.new('RGBA', (8, 8), (255, 0, 0, 128)).save(out, 'PNG')", 255, 127, 127)]
    [InlineData("Image.new('LA', (8, 8), (0, 0)).save(out, 'PNG')", 255, 255, 255)]
    [InlineData("Image.new('RGBA', (8, 8), (0, 255, 0, 0)).save(out, 'WEBP', lossless=True, exact=True)", 255, 255, 255)]
    [InlineData("Image.new('I;16', (8, 8), 0x8000).save(out, 'PNG')", 128, 128, 128)]
    [InlineData("Image.new('I;16', (8, 8), 0xff00).save(out, 'TIFF')", 255, 255, 255)]
    [InlineData("Image.new('1', (8, 8), 1).save(out, 'TIFF')", 255, 255, 255)]
    [InlineData("Image.new('L', (8, 8), 77).save(out, 'JPEG', quality=100)", 77, 77, 77)]
    [InlineData("Image.new('P', (8, 8), 0).save(out, 'GIF')", 0, 0, 0)]
    [InlineData("Image.new('CMYK', (8, 8), (0, 0, 0, 0)).save(out, 'JPEG', quality=100)", 255, 255, 255)]
    [InlineData("Image.new('CMYK', (8, 8), (0, 0, 0, 0)).save(out, 'TIFF')", 255, 255, 255)]
    public async Task A_flat_picture_has_its_colour_over_white(string script, int red, int green, int blue)
    {
        var view = Assert.Single(await decoder.ViewsAsync(Pictures.Pillow(script), new ViewSpec(1, 1)));

        var pixel = view.Pixels.ToArray();
        Assert.True(Near(pixel[0], red) && Near(pixel[1], green) && Near(pixel[2], blue), string.Join(", ", pixel));
    }

    [Fact]
    public async Task A_profile_that_means_sRGB_changes_nothing()
    {
        const string profile = "profile = ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes()\n";
        var plain = Pictures.Make(64, 64, ".save(out, 'JPEG', quality=95)");
        var tagged = Pictures.Pillow(Pictures.Scene(64, 64) + profile + "im.save(out, 'JPEG', quality=95, icc_profile=profile)");

        Assert.Equal(
            Assert.Single(await decoder.ViewsAsync(plain, new ViewSpec(64, 64))).Pixels.ToArray(),
            Assert.Single(await decoder.ViewsAsync(tagged, new ViewSpec(64, 64))).Pixels.ToArray());
    }

    [Theory]
    [InlineData("JPEG")]
    [InlineData("PNG")]
    [InlineData("TIFF")]
    public async Task A_profile_with_other_primaries_is_applied(string format)
    {
        // Red and green change places in the profile, so the red of the file means green.
        var swapped = Pictures.Pillow($"""
            profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile('sRGB')).tobytes())
            at = dict()
            for i in range(132, 132 + 12 * profile[131], 12): at[bytes(profile[i:i + 4])] = i
            r, g = at[b'rXYZ'], at[b'gXYZ']
            profile[r:r + 4], profile[g:g + 4] = b'gXYZ', b'rXYZ'
            Image.new('RGB', (8, 8), (255, 0, 0)).save(out, '{format}', icc_profile=bytes(profile))
            """);

        var pixel = Assert.Single(await decoder.ViewsAsync(swapped, new ViewSpec(1, 1))).Pixels.ToArray();

        Assert.True(pixel[0] < 40 && pixel[1] > 215 && pixel[2] < 40, string.Join(", ", pixel));
    }

    private static bool Near(int actual, int expected) => Math.Abs(actual - expected) <= 1;
}

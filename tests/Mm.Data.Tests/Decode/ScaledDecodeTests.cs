using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class ScaledDecodeTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private static readonly ViewSpec Small = new(64, 64);

    [Theory]
    [InlineData(4000, 3000, 224, 224, 4)]
    [InlineData(1024, 768, 224, 224, 1)]
    [InlineData(1024, 896, 224, 224, 2)]
    [InlineData(4000, 3000, 64, 64, 8)]
    [InlineData(4000, 100, 64, 64, 1)]
    public void The_scale_keeps_twice_what_a_view_needs(int width, int height, int viewWidth, int viewHeight, int expected) =>
        Assert.Equal(expected, ScaledDecode.Denominator(width, height, [new(viewWidth, viewHeight)], 2));

    [Theory]
    [InlineData(1.7, 2)]
    [InlineData(1.72, 1)]
    public void The_margin_can_be_chosen(double margin, int expected) =>
        Assert.Equal(expected, ScaledDecode.Denominator(1024, 768, [new(224, 224)], margin)); // 768 / 2 is 1.714 times 224

    [Fact]
    public void The_largest_view_decides()
    {
        Assert.Equal(2, ScaledDecode.Denominator(4000, 3000, [new(32, 32), new(640, 640, Fit.Letterbox)], 2));
        Assert.Equal(1, ScaledDecode.Denominator(4000, 1000, [new(32, 32), new(400, 400, Fit.CenterCrop)], 2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task A_scaled_view_is_that_of_the_scaled_decode_of_the_same_library(int orientation)
    {
        var encoded = Pictures.Make(801, 603, $".save(out, 'JPEG', quality=90, {Pictures.Orientation(orientation)})");
        var expected = Pictures.Reopen(
            encoded, "im.draft('RGB', (200, 150)); out.write(ImageOps.exif_transpose(im).resize((64, 64), Image.BICUBIC).tobytes())");

        var result = await ViewsAsync(encoded, isScaled: true);

        Assert.Equal(0.25, result.DecodeScale);
        Assert.Equal(expected, result.Views[0].Pixels.ToArray());
        Assert.Equal(orientation == 6 ? (603, 801) : (801, 603), (result.Media.Width, result.Media.Height));
    }

    [Fact]
    public async Task Without_the_option_and_for_other_formats_everything_is_at_full_size()
    {
        var jpeg = Pictures.Make(801, 603, ".save(out, 'JPEG', quality=90)");
        var png = Pictures.Make(801, 603, ".save(out, 'PNG')");

        Assert.Equal(1, (await ViewsAsync(jpeg, isScaled: false)).DecodeScale);
        Assert.Equal(1, (await ViewsAsync(png, isScaled: true)).DecodeScale);
    }

    private async Task<ViewsResult> ViewsAsync(byte[] encoded, bool isScaled)
    {
        var request = new ViewsRequest { Specs = [Small], Scaled = isScaled };
        var views = await decoder.Pool.ViewsAsync(encoded, request, TestContext.Current.CancellationToken);
        Assert.Null(views.Reason);
        return views.Value!;
    }
}

using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class ViewsTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1024, 768, 224, 224)]
    [InlineData(640, 427, 64, 64)]
    [InlineData(33, 57, 224, 224)]
    [InlineData(300, 200, 300, 100)]
    [InlineData(5, 1, 17, 9)]
    public async Task A_squashed_view_has_the_bytes_of_Pillows_bicubic(int width, int height, int toWidth, int toHeight)
    {
        var encoded = Pictures.Make(width, height, ".save(out, 'PNG')");
        var expected = Pictures.Pillow(Pictures.Scene(width, height) + $"out.write(im.resize(({toWidth}, {toHeight}), Image.BICUBIC).tobytes())");

        var view = Assert.Single(await ViewsAsync(encoded, new ViewSpec(toWidth, toHeight)));

        Assert.Equal(expected, view.Pixels.ToArray());
    }

    private async Task<IReadOnlyList<View>> ViewsAsync(byte[] encoded, params ViewSpec[] specs)
    {
        var views = await decoder.Pool.ViewsAsync(encoded, new ViewsRequest { Specs = specs }, _cancel);
        Assert.Null(views.Reason);
        return views.Value!.Views;
    }
}

using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class ProbeTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("JPEG", "jpeg")]
    [InlineData("PNG", "png")]
    [InlineData("GIF", "gif")]
    [InlineData("WEBP", "webp")]
    [InlineData("TIFF", "tiff")]
    public async Task A_still_is_known_by_its_content(string format, string container)
    {
        var facts = (await decoder.Pool.ProbeAsync(Pictures.Make(40, 30, $".save(out, '{format}')"), _cancel)).Value;

        Assert.Equal(
            new MediaFacts
            {
                Modality = Modality.Image,
                Container = container,
                Codec = container,
                Width = 40,
                Height = 30,
                Rights = new MediaRights(),
            },
            facts);
    }

    [Fact]
    public async Task Frames_of_an_animated_picture_are_counted()
    {
        var gif = Pictures.Make(40, 30, ".save(out, 'GIF', save_all=True, append_images=[ImageOps.mirror(im), ImageOps.flip(im)])");

        Assert.Equal(3, (await decoder.Pool.ProbeAsync(gif, _cancel)).Value!.Frames);
    }

    [Fact]
    public async Task A_bomb_is_refused_by_its_header()
    {
        var bomb = Pictures.Pillow("Image.new('1', (20000, 20000)).save(out, 'PNG')");

        Assert.Equal(DecodeReasons.TooLarge, (await decoder.Pool.ProbeAsync(bomb, _cancel)).Reason);
        var views = new ViewsRequest { Specs = [new(8, 8)] };
        Assert.Equal(DecodeReasons.TooLarge, (await decoder.Pool.ViewsAsync(bomb, views, _cancel)).Reason);
        Assert.Equal(DecodeReasons.TooLarge, (await decoder.Pool.RenderAsync(bomb, new RenderRequest(), _cancel)).Reason);
    }

    [Theory]
    [InlineData("GIF", "im.save(out, 'GIF', save_all=True, append_images=[ImageOps.mirror(im), ImageOps.flip(im)])")]
    [InlineData("WebP", "im.save(out, 'WEBP', save_all=True, append_images=[ImageOps.mirror(im), ImageOps.flip(im)])")]
    [InlineData("TIFF", "im.save(out, 'TIFF', save_all=True, append_images=[ImageOps.mirror(im), ImageOps.flip(im)])")]
    public async Task Pixels_are_summed_over_frames(string format, string save)
    {
        await using var pool = new DecoderPool(new DecodeOptions { MegapixelsMax = 1, Cores = decoder.OneCore }, TimeProvider.System);

        var one = await pool.ProbeAsync(Pictures.Make(600, 600, $".save(out, '{format}')"), _cancel);
        var three = await pool.ProbeAsync(Pictures.Pillow(Pictures.Scene(600, 600) + save), _cancel);

        Assert.Null(one.Reason);
        Assert.Equal(DecodeReasons.TooLarge, three.Reason);
    }

    [Fact]
    public async Task A_side_longer_than_allowed_is_refused()
    {
        await using var pool = new DecoderPool(new DecodeOptions { SideMax = 1000, Cores = decoder.OneCore }, TimeProvider.System);

        Assert.Equal(DecodeReasons.TooLarge, (await pool.ProbeAsync(Pictures.Make(1001, 2, ".save(out, 'PNG')"), _cancel)).Reason);
    }
}

using System.Globalization;
using Mm.Data.Measure.Quality;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class ViewsTests(DecoderFixture decoder, ITestOutputHelper output) : IClassFixture<DecoderFixture>
{
    [Theory]
    [InlineData(1024, 768, 224, 224)]
    [InlineData(640, 427, 64, 64)]
    [InlineData(33, 57, 224, 224)]
    [InlineData(300, 200, 300, 100)]
    [InlineData(5, 1, 17, 9)]
    public async Task A_squashed_view_has_the_bytes_of_Pillows_bicubic(int width, int height, int toWidth, int toHeight)
    {
        var encoded = Pictures.Make(width, height, ".save(out, 'PNG')");
        var expected = Pictures.Pillow(
            Pictures.Scene(width, height) + $"out.write(im.resize(({toWidth}, {toHeight}), Image.BICUBIC).tobytes())");

        var view = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(toWidth, toHeight)));

        Assert.Equal(expected, view.Pixels.ToArray());
        Assert.Equal((toWidth, toHeight), (view.ContentWidth, view.ContentHeight));
    }

    [Theory]
    [InlineData(300, 200, 64, 48)]
    [InlineData(40, 33, 64, 64)]
    [InlineData(500, 20, 64, 64)]
    public async Task A_native_view_is_the_middle_of_the_picture_as_it_is(int width, int height, int toWidth, int toHeight)
    {
        var encoded = Pictures.Make(width, height, ".save(out, 'PNG')");
        var (wide, high) = (Math.Min(width, toWidth), Math.Min(height, toHeight));
        var (left, top) = ((width - wide) / 2, (height - high) / 2);
        var expected = Pictures.Pillow(
            Pictures.Scene(width, height) + $"out.write(im.crop(({left}, {top}, {left + wide}, {top + high})).convert('RGB').tobytes())");

        var view = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(toWidth, toHeight, Fit.Native)));

        Assert.Equal((wide, high), (view.ContentWidth, view.ContentHeight));
        Assert.Equal(expected, Enumerable.Range(0, high).SelectMany(y => view.Pixels.Slice(y * toWidth * 3, wide * 3).ToArray()));
    }

    /// <summary>The figures stand in docs/quality.md.</summary>
    [Fact]
    public async Task The_blocks_of_a_JPEG_show_the_more_the_stronger_it_is_compressed()
    {
        var measured = new List<double>();
        foreach (var quality in new[] { 95, 75, 50, 30, 15, 5 })
        {
            var encoded = Pictures.Make(640, 480, $".save(out, 'JPEG', quality={quality}, subsampling=2)");
            var spec = new ViewSpec(Blockiness.Side, Blockiness.Side, Fit.Native, PixelLayout.Luma);
            var view = Assert.Single(await decoder.ViewsAsync(encoded, spec));
            measured.Add(Blockiness.Of(view.Pixels.Span, view.ContentWidth, view.ContentHeight)!.Value);
        }

        output.WriteLine(string.Join(", ", measured.Select(one => one.ToString("0.00", CultureInfo.InvariantCulture))));
        Assert.InRange(measured[0], 1, 1.25); // the edges that are drawn
        Assert.True(measured[3] > measured[0] + 0.1);
        Assert.True(measured[^1] > 1.5);
        Assert.All(measured.Zip(measured.Skip(1)), pair => Assert.True(pair.Second > pair.First - 0.05));
    }

    [Theory]
    [InlineData("quality=90, subsampling=2")]
    [InlineData("quality=75, subsampling=1, progressive=True")]
    [InlineData("quality=95, subsampling=0, optimize=True")]
    public async Task A_JPEG_gives_the_bytes_that_Pillow_gives(string save)
    {
        var encoded = Pictures.Make(501, 377, $".save(out, 'JPEG', {save})");
        var expected = Pictures.Reopen(encoded, "out.write(im.resize((224, 224), Image.BICUBIC).tobytes())");

        var view = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(224, 224)));

        Assert.Equal(expected, view.Pixels.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Every_orientation_is_made_upright(int orientation)
    {
        var encoded = Pictures.Make(96, 64, $".save(out, 'JPEG', quality=92, {Pictures.Orientation(orientation)})");
        var expected = Pictures.Reopen(encoded, "out.write(ImageOps.exif_transpose(im).resize((48, 48), Image.BICUBIC).tobytes())");

        var views = await decoder.Pool.ViewsAsync(
            encoded, new ViewsRequest { Specs = [new(48, 48)] }, TestContext.Current.CancellationToken);

        Assert.Equal(expected, views.Value!.Views[0].Pixels.ToArray());
        Assert.Equal(orientation, views.Value.Media.Orientation);
        Assert.Equal(orientation >= 5 ? (64, 96) : (96, 64), (views.Value.Media.Width, views.Value.Media.Height));
    }

    [Fact]
    public async Task Luma_is_Pillows_L_of_the_scaled_picture()
    {
        var encoded = Pictures.Make(200, 150, ".save(out, 'PNG')");
        var expected = Pictures.Pillow(Pictures.Scene(200, 150) + "out.write(im.resize((32, 33), Image.BICUBIC).convert('L').tobytes())");

        var view = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(32, 33, Fit.Squash, PixelLayout.Luma)));

        Assert.Equal(expected, view.Pixels.ToArray());
    }

    [Theory]
    [InlineData(320, 100, 64, 20)]
    [InlineData(90, 300, 19, 64)]
    public async Task A_letterboxed_view_lies_at_the_top_left_on_black(int width, int height, int contentWidth, int contentHeight)
    {
        var encoded = Pictures.Make(width, height, ".save(out, 'PNG')");
        var expected = Pictures.Pillow(Pictures.Scene(width, height) + string.Create(CultureInfo.InvariantCulture, $"""
            box = Image.new('RGB', (64, 64))
            box.paste(im.resize(({contentWidth}, {contentHeight}), Image.BICUBIC), (0, 0))
            out.write(box.tobytes())
            """));

        var view = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(64, 64, Fit.Letterbox)));

        Assert.Equal(expected, view.Pixels.ToArray());
        Assert.Equal((contentWidth, contentHeight), (view.ContentWidth, view.ContentHeight));
    }

    [Theory]
    [InlineData(333, 100, 213, 64)]
    [InlineData(101, 250, 64, 158)]
    public async Task A_centre_crop_is_cut_from_the_middle(int width, int height, int scaledWidth, int scaledHeight)
    {
        var encoded = Pictures.Make(width, height, ".save(out, 'PNG')");
        var expected = Pictures.Pillow(Pictures.Scene(width, height) + string.Create(CultureInfo.InvariantCulture, $"""
            im = im.resize(({scaledWidth}, {scaledHeight}), Image.BICUBIC)
            x, y = round(({scaledWidth} - 64) / 2), round(({scaledHeight} - 64) / 2)
            out.write(im.crop((x, y, x + 64, y + 64)).tobytes())
            """));

        var view = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(64, 64, Fit.CenterCrop)));

        Assert.Equal(expected, view.Pixels.ToArray());
    }

    [Fact]
    public async Task Several_views_come_in_the_order_of_the_request()
    {
        var encoded = Pictures.Make(64, 48, ".save(out, 'GIF')");

        var views = await decoder.ViewsAsync(
            encoded, new ViewSpec(8, 8), new ViewSpec(16, 4, Fit.Letterbox), new ViewSpec(3, 3, Fit.CenterCrop, PixelLayout.Luma));

        Assert.Equal([8 * 8 * 3, 16 * 4 * 3, 9], views.Select(view => view.Pixels.Length));
    }

    [Fact]
    public async Task The_same_bytes_give_the_same_views()
    {
        var encoded = Pictures.Make(300, 200, ".save(out, 'WEBP')");

        var first = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(64, 64)));
        var second = Assert.Single(await decoder.ViewsAsync(encoded, new ViewSpec(64, 64)));

        Assert.Equal(first.Pixels.ToArray(), second.Pixels.ToArray());
    }
}

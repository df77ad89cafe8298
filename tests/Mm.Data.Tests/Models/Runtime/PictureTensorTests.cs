using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Models.Runtime;

public sealed class PictureTensorTests
{
    [Theory]
    [InlineData(224, 224, 0.5, 0.5, ChannelOrder.Rgb)]
    [InlineData(33, 17, 0.48145466, 0.26862954, ChannelOrder.Rgb)]
    [InlineData(7, 5, 0, 1, ChannelOrder.Bgr)]
    [InlineData(1, 1, 0.406, 0.225, ChannelOrder.Bgr)]
    [InlineData(64, 3, 0.1234567, 0.0078431, ChannelOrder.Rgb)]
    public void Every_number_is_the_one_that_double_precision_gives_rounded_once(
        int width, int height, double mean, double std, ChannelOrder order)
    {
        var settings = Settings(width, height, mean, std, order);
        var view = Noise(settings.View);
        var found = new float[3 * width * height];

        new PictureTensor(settings).Fill(view, found);

        Assert.Equal(Expected(view, width, height, settings), found);
    }

    [Fact]
    public void A_part_of_a_view_is_its_top_left()
    {
        var settings = Settings(40, 30, 0.5, 0.25, ChannelOrder.Rgb);
        var view = Noise(settings.View);
        var found = new float[3 * 19 * 11];

        new PictureTensor(settings).Fill(view, 19, 11, found);

        Assert.Equal(Expected(view, 19, 11, settings), found);
    }

    [Fact]
    public void The_view_of_another_model_is_a_bug_of_the_caller() => Assert.Throws<ArgumentException>(
        () => new PictureTensor(Settings(8, 8, 0.5, 0.5, ChannelOrder.Rgb)).Fill(Noise(new ViewSpec(8, 9)), new float[192]));

    [Fact]
    public void Vectors_are_used_only_where_they_give_the_tables_own_256_values()
    {
        float[] right = [.. Enumerable.Range(0, 256).Select(level => (float)(((level / 255.0) - 0.5) / 0.5))];
        float[] wrong = [.. right];
        wrong[200] = MathF.BitIncrement(wrong[200]);

        Assert.Null(PlaneNormaliser.Of(0.5, 0.5, 0, wrong));
        Assert.Equal(System.Runtime.Intrinsics.X86.Fma.IsSupported, PlaneNormaliser.Of(0.5, 0.5, 0, right) is not null);
    }

    private static ImageSettings Settings(int width, int height, double mean, double std, ChannelOrder order) => new()
    {
        Width = width,
        Height = height,
        Mean = [mean, mean / 2, mean / 3],
        Std = [std, std * 0.9, std * 0.8],
        Channels = order,
        Input = "x",
    };

    private static View Noise(ViewSpec spec)
    {
        var pixels = new byte[spec.Bytes];
        new Random(5).NextBytes(pixels);
        return new View(spec, 0, spec.Width, spec.Height, pixels);
    }

    private static float[] Expected(View view, int width, int height, ImageSettings settings) =>
    [
        .. from plane in Enumerable.Range(0, 3)
           from y in Enumerable.Range(0, height)
           from x in Enumerable.Range(0, width)
           let channel = settings.Channels is ChannelOrder.Rgb ? plane : 2 - plane
           let level = view.Pixels.Span[(((y * view.Spec.Width) + x) * 3) + channel]
           select (float)(((level / 255.0) - settings.Mean[plane]) / settings.Std[plane]),
    ];
}

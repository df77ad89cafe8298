using Mm.Data.Models.Cards;
using Mm.Data.Models.Reading;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Models.Reading;

public sealed class LineCropTests
{
    private static readonly ImageSettings Settings = new()
    {
        Width = 64,
        Height = 4,
        Channels = ChannelOrder.Bgr,
        Mean = [0, 0, 0],
        Std = [1, 1, 1],
        Input = "x",
    };

    private readonly LineCrop _crop = new(Settings);

    [Fact]
    public void A_line_at_the_networks_height_is_taken_pixel_by_pixel_in_its_order_of_channels()
    {
        var view = View(16, 8, (x, y) => ((byte)(x * 10), (byte)(y * 20), 5));

        var planes = Fill(view, new Box(4 / 16f, 2 / 8f, 8 / 16f, 4 / 8f, 1), columns: 8, width: 10);

        Assert.Equal(5 / 255f, planes[0], 5); // blue comes first
        Assert.Equal(40 / 255f, planes[40], 4); // green of row 2
        Assert.Equal(40 / 255f, planes[80], 4); // red of column 4
        Assert.Equal(110 / 255f, planes[80 + 7], 4);
        Assert.Equal(0, planes[80 + 8]); // padding
    }

    [Fact]
    public void A_line_that_is_read_downward_is_turned()
    {
        var view = View(8, 16, (x, y) => (0, (byte)(y * 10), (byte)(x * 10)));
        var line = new Quad(6 / 8f, 4 / 16f, 6 / 8f, 12 / 16f, 2 / 8f, 12 / 16f, 2 / 8f, 4 / 16f, 1);

        Assert.Equal(8, _crop.Columns(view, line));
        var planes = Fill(view, line, columns: 8, width: 8);

        Assert.Equal(50 / 255f, planes[0], 4); // its top is at the right: blue of column 5
        Assert.Equal(20 / 255f, planes[24], 4); // its bottom: column 2
        Assert.Equal(40 / 255f, planes[32], 4); // it starts at row 4
        Assert.Equal(110 / 255f, planes[32 + 7], 4);
    }

    [Fact]
    public void What_is_scaled_down_is_averaged_and_not_picked()
    {
        var view = View(64, 16, (x, _) => (0, x % 2 == 0 ? (byte)0 : (byte)200, 0)); // stripes

        var planes = Fill(view, new Box(0, 0, 1, 1, 1), columns: 16, width: 16);

        Assert.All(planes[(4 * 16)..(8 * 16)].ToArray(), green => Assert.Equal(100 / 255f, green, 0.11));
    }

    [Fact]
    public void Beside_the_picture_its_edge_goes_on()
    {
        var view = View(16, 8, (x, _) => x < 8 ? ((byte)100, (byte)100, (byte)100) : ((byte)255, (byte)0, (byte)255)) with { ContentWidth = 8 };

        var planes = Fill(view, new Box(-0.5f, -0.5f, 2, 2, 1), columns: 8, width: 8);

        Assert.All(planes, value => Assert.Equal(100 / 255f, value, 4));
    }

    private float[] Fill(View view, Box box, int columns, int width) => Fill(view, Quad.Of(box), columns, width);

    private float[] Fill(View view, Quad line, int columns, int width)
    {
        var tensor = new float[3 * Settings.Height * width];
        Array.Fill(tensor, float.NaN); // what is left of the line before
        _crop.Fill(view, line, columns, width, tensor);
        return tensor;
    }

    private static View View(int width, int height, Func<int, int, (byte R, byte G, byte B)> pixel)
    {
        var spec = new ViewSpec(width, height, Fit.Letterbox);
        var pixels = new byte[spec.Bytes];
        for (var i = 0; i < width * height; i++)
            (pixels[i * 3], pixels[(i * 3) + 1], pixels[(i * 3) + 2]) = pixel(i % width, i / width);
        return new View(spec, 0, width, height, pixels);
    }
}

using Mm.Data.Models.Detectors;
using Xunit;

namespace Mm.Data.Tests.Models.Detectors;

public sealed class PixelCropTests
{
    [Fact]
    public void The_same_size_gives_the_same_pixels()
    {
        var tensor = Crop(Ramp(4, 2), new PixelArea(0, 0, 4, 2), 4, 2);

        for (var i = 0; i < 8; i++)
            Assert.Equal((i * 10 / 127.5f) - 1, tensor[i], 1e-5);
    }

    [Fact]
    public void A_mirrored_crop_is_the_crop_turned_about()
    {
        var grid = Ramp(6, 3);
        var area = new PixelArea(0.7, -0.5, 4, 3);
        var (plain, mirrored) = (Crop(grid, area, 8, 5), Crop(grid, area, 8, 5, mirrored: true));

        for (var row = 0; row < 3 * 5; row++)
            Assert.Equal(plain.AsSpan(row * 8, 8).ToArray(), mirrored.AsSpan(row * 8, 8).ToArray().Reverse());
    }

    [Fact]
    public void What_lies_beyond_the_picture_is_black()
    {
        var tensor = Crop(Ramp(4, 4), new PixelArea(100, 100, 4, 4), 4, 4);

        Assert.All(tensor, value => Assert.Equal(-1, value));
    }

    [Fact]
    public void Made_smaller_each_pixel_is_a_mean_of_those_it_stands_for()
    {
        var pixels = new byte[16 * 16 * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / 3 % 2 == 0 ? 0 : 255); // stripes a pixel wide
        var tensor = Crop(new PixelGrid(pixels, 16, 16, 48), new PixelArea(4, 4, 8, 8), 2, 2);

        Assert.All(tensor, value => Assert.Equal(0, value, 0.01));
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 2, 1)]
    [InlineData(3, 0, 2)]
    public void A_quarter_turn_moves_the_top_left_pixel_clockwise(int quarters, int x, int y)
    {
        var pixels = new byte[3 * 2 * 3]; // 3 wide, 2 high
        pixels[0] = 200;
        var turned = new PixelGrid(pixels, 3, 2, 9).Turned(quarters);

        Assert.Equal(quarters == 2 ? (3, 2) : (2, 3), (turned.Width, turned.Height));
        Assert.Equal(200, turned.Row(y)[x * 3]);
    }

    /// <summary>Grey, ten levels more from pixel to pixel.</summary>
    private static PixelGrid Ramp(int width, int height) =>
        new(Enumerable.Range(0, width * height * 3).Select(i => (byte)(i / 3 * 10)).ToArray(), width, height, width * 3);

    private static float[] Crop(PixelGrid grid, PixelArea area, int width, int height, bool mirrored = false)
    {
        var tensor = new float[3 * width * height];
        tensor.AsSpan().Fill(float.NaN); // whatever was there before
        PixelCrop.Fill(grid, area, width, height, mirrored, tensor);
        return tensor;
    }
}

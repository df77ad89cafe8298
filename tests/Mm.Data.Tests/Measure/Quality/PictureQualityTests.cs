using Mm.Data.Measure.Quality;
using Xunit;

namespace Mm.Data.Tests.Measure.Quality;

public sealed class PictureQualityTests
{
    private const int Side = PictureQuality.Side;

    [Fact]
    public void One_grey_has_no_contrast_entropy_or_edge_and_is_all_border()
    {
        var quality = PictureQuality.Of(Drawn((_, _) => 51));

        Assert.Equal(new PictureQuality(0, 0.2, 0, 0, 0, 0, 1), quality);
    }

    [Fact]
    public void Half_black_and_half_white_is_told_by_exposure_contrast_and_entropy()
    {
        var quality = PictureQuality.Of(Drawn((x, y) => (x + y) % 2 == 0 ? 0 : 255));

        Assert.Equal((0.5, 0.5, 0.5, 0.5, 1.0), (quality.Brightness, quality.Contrast, quality.DarkShare, quality.BrightShare, quality.EntropyBits));
        Assert.Equal(0, quality.BorderShare);
        Assert.Equal(1020 * 1020, quality.Blur, 3);
    }

    [Fact]
    public void What_is_smoothed_is_blurred()
    {
        static int Wave(int at, int period) => 128 + (int)(100 * Math.Sin(2 * Math.PI * at / period));
        double[] blur = [.. new[] { 8, 32, 128 }.Select(period => PictureQuality.Of(Drawn((x, y) => (Wave(x, period) + Wave(y, period)) / 2)).Blur)];

        Assert.True(blur[0] > 10 * blur[1] && blur[1] > 2 * blur[2], string.Join(' ', blur));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(32, 0, 0.25)]
    [InlineData(0, 64, 0.5)]
    [InlineData(32, 64, 0.625)]
    public void Solid_rows_and_columns_at_the_edges_are_counted(int rows, int columns, double share)
    {
        var quality = PictureQuality.Of(Drawn((x, y) =>
            y < rows || y >= Side - rows || x < columns || x >= Side - columns ? 3 : (x * 37 + y * 91) % 256));

        Assert.Equal(share, quality.BorderShare, 6);
    }

    [Fact]
    public void The_difference_of_two_pictures_is_the_mean_of_their_levels() =>
        Assert.Equal(7, PictureQuality.Difference(Drawn((x, _) => x % 100), Drawn((x, _) => (x % 100) + 7)));

    [Fact]
    public void Another_size_is_a_fault_of_the_caller() => Assert.Throws<ArgumentException>(() => PictureQuality.Of(new byte[4]));

    private static byte[] Drawn(Func<int, int, int> level)
    {
        var luma = new byte[Side * Side];
        for (var i = 0; i < luma.Length; i++)
            luma[i] = (byte)level(i % Side, i / Side);
        return luma;
    }
}

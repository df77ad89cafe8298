using Mm.Data.Measure.Quality;
using Xunit;

namespace Mm.Data.Tests.Measure.Quality;

public sealed class BlockinessTests
{
    [Fact]
    public void A_picture_without_blocks_has_about_one() =>
        Assert.InRange(Of(Drawn(blocks: 0, shift: 0))!.Value, 1, 1.1);

    [Fact]
    public void The_more_blocks_show_the_larger_it_is_and_wherever_their_grid_lies()
    {
        var (little, much, moved) = (Of(Drawn(0.1, 0)), Of(Drawn(0.5, 0)), Of(Drawn(0.5, 3)));

        Assert.InRange(little!.Value, 1.1, 3);
        Assert.True(much > 1.3 * little);
        Assert.Equal(much!.Value, moved!.Value, much.Value / 5);
    }

    [Fact]
    public void One_colour_steps_nowhere() => Assert.Equal(1, Of(new byte[Blockiness.Side * Blockiness.Side]));

    [Fact]
    public void Blocks_of_other_sizes_do_not_count() => Assert.InRange(Of(Drawn(0.9, 0, size: 11))!.Value, 1, 1.6);

    [Fact]
    public void A_small_piece_says_nothing_and_what_lies_beside_the_picture_does_not_count()
    {
        var luma = Drawn(0, 0);
        for (var i = 0; i < luma.Length; i++)
            luma[i] = i % Blockiness.Side < 64 ? luma[i] : (byte)(i / 8 % 2 * 255);

        Assert.Null(Blockiness.Of(luma, 20, 200));
        Assert.InRange(Blockiness.Of(luma, 64, 200)!.Value, 1, 1.2);
    }

    private static double? Of(byte[] luma) => Blockiness.Of(luma, Blockiness.Side, Blockiness.Side);

    /// <summary>Waves, of which each block has its mean in such a share.</summary>
    private static byte[] Drawn(double blocks, int shift, int size = 8)
    {
        var luma = new byte[Blockiness.Side * Blockiness.Side];
        for (var i = 0; i < luma.Length; i++)
        {
            var (x, y) = (i % Blockiness.Side, i / Blockiness.Side);
            var (left, top) = (((x + shift) / size * size) - shift, ((y + shift) / size * size) - shift);
            var mean = Wave(left + (size / 2.0), top + (size / 2.0));
            luma[i] = (byte)Math.Clamp(((1 - blocks) * Wave(x, y)) + (blocks * mean), 0, 255);
        }

        return luma;
    }

    private static double Wave(double x, double y) =>
        128 + (40 * Math.Sin(x / 5.3)) + (40 * Math.Sin(y / 7.1)) + (20 * Math.Sin((x + (2 * y)) / 11.7));
}

using Mm.Data.Models.Cards;
using Mm.Data.Models.Detectors;
using Xunit;

namespace Mm.Data.Tests.Models.Detectors;

public sealed class TextRegionsTests
{
    private static readonly DetectorSettings Settings = new()
    {
        Kind = DetectorKind.DbText,
        Boxes = "map",
        Threshold = 0.5,
        PixelThreshold = 0.3,
        Unclip = 0,
    };

    [Fact]
    public void Pixels_that_touch_at_a_corner_are_one_region()
    {
        var region = Assert.Single(Find("""
            ###...
            ###...
            ###...
            ...###
            ...###
            ...###
            """));

        Assert.Equal(new TextRegion(0, 0, 6, 6, 0.9f), region);
    }

    [Fact]
    public void Regions_apart_are_two_and_small_ones_are_noise() => Assert.Equal(
        [new TextRegion(0, 0, 3, 3, 0.9f), new TextRegion(4, 0, 7, 3, 0.9f)],
        Find("""
            ###.###.##
            ###.###.##
            ###.###...
            """));

    [Fact]
    public void A_pixel_at_the_threshold_is_no_text()
    {
        var map = Enumerable.Repeat((float)Settings.PixelThreshold, 16).ToArray();

        Assert.Empty(new TextRegions(map, 4, 4, 4, Settings with { PixelThreshold = map[0] }).Find());
    }

    [Fact]
    public void What_lies_beside_the_picture_is_not_looked_at()
    {
        var map = Enumerable.Repeat(0.9f, 64).ToArray();

        Assert.Equal(new TextRegion(0, 0, 5, 4, 0.9f), Assert.Single(new TextRegions(map, 8, 5, 4, Settings).Find()));
    }

    [Fact]
    public void A_box_is_pushed_out_by_area_over_perimeter()
    {
        var map = Enumerable.Repeat(0.9f, 12 * 4).ToArray();

        var region = Assert.Single(new TextRegions(map, 12, 12, 4, Settings with { Unclip = 2 }).Find());

        Assert.Equal(new TextRegion(-3, -3, 15, 7, 0.9f), region); // 48 x 2 / 32 = 3
    }

    [Fact]
    public void A_slanted_region_gets_a_box_along_it_and_not_around_it()
    {
        const int Side = 60;
        var map = new float[Side * Side];
        for (var x = 10; x < 50; x++)
        {
            for (var y = 0; y < 6; y++)
                map[(((x / 2) + 10 + y) * Side) + x] = 0.9f;
        }

        var region = Assert.Single(new TextRegions(map, Side, Side, Side, Settings).FindTurned());

        Assert.Equal(0.9f, region.Score, 0.001);
        Assert.Equal(0.5, region.Rectangle.AlongY / region.Rectangle.AlongX, 0.1);
        Assert.InRange(region.Rectangle.Depth, 5, 8);
        Assert.InRange(region.Rectangle.Length, 42, 50);
    }

    private static TextRegion[] Find(string drawing)
    {
        var rows = drawing.ReplaceLineEndings("\n").Split('\n');
        var map = rows.SelectMany(row => row.Select(c => c == '#' ? 0.9f : 0.1f)).ToArray();
        return [.. new TextRegions(map, rows[0].Length, rows[0].Length, rows.Length, Settings).Find()];
    }
}

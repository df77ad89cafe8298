using Mm.Data.Measure.ImageText;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

public sealed class LineLayoutTests
{
    [Fact]
    public void The_next_line_is_the_one_to_the_right_and_the_one_below() => Assert.Equal(
        ["0 1", "0 2", "1 2", "1 3", "2 3"],
        Runs(1, new(0.1f, 0.1f, 0.2f, 0.05f, 1), new(0.35f, 0.1f, 0.2f, 0.05f, 1), new(0.1f, 0.17f, 0.2f, 0.05f, 1), new(0.35f, 0.17f, 0.2f, 0.05f, 1)));

    [Fact]
    public void What_is_far_away_is_not_joined() => Assert.Empty(
        Runs(1, new(0.1f, 0.1f, 0.2f, 0.05f, 1), new(0.8f, 0.1f, 0.1f, 0.05f, 1), new(0.1f, 0.5f, 0.2f, 0.05f, 1)));

    [Fact]
    public void Three_lines_of_an_address_are_one_run() => Assert.Contains(
        "0 1 2", Runs(1, new(0.1f, 0.1f, 0.2f, 0.05f, 1), new(0.1f, 0.17f, 0.2f, 0.05f, 1), new(0.1f, 0.24f, 0.2f, 0.05f, 1)));

    [Fact]
    public void On_a_page_that_lies_on_its_side_below_is_beside()
    {
        Quad first = new(0.8f, 0.1f, 0.8f, 0.5f, 0.75f, 0.5f, 0.75f, 0.1f, 1); // read downward, the next line lies to its left
        Quad second = new(0.73f, 0.1f, 0.73f, 0.5f, 0.68f, 0.5f, 0.68f, 0.1f, 1);

        Assert.Equal(["0 1"], new LineLayout([first, second], 1).Runs().Select(run => string.Join(' ', run)));
    }

    [Fact]
    public void Distances_are_those_of_the_picture_and_not_of_its_fractions()
    {
        Box[] boxes = [new(0.1f, 0.1f, 0.2f, 0.05f, 1), new(0.34f, 0.1f, 0.2f, 0.05f, 1)];

        Assert.NotEmpty(Runs(1, boxes));
        Assert.Empty(Runs(10, boxes)); // ten times as wide as high: the gap is 8 heights
    }

    private static string[] Runs(double aspect, params Box[] boxes) =>
        [.. new LineLayout([.. boxes.Select(Quad.Of)], aspect).Runs().Select(run => string.Join(' ', run)).Distinct().Order(StringComparer.Ordinal)];
}

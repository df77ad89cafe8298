using Mm.Data.Models.Detectors;
using Xunit;

namespace Mm.Data.Tests.Models.Detectors;

public sealed class TurnedRectangleTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 5)]
    [InlineData(-20, -20)]
    [InlineData(90, 90)]
    [InlineData(-90, 90)] // a text on its side may be read upward or downward: the classifier knows
    [InlineData(180, 0)]
    [InlineData(175, -5)]
    public void The_smallest_rectangle_of_a_turned_line_lies_along_it(double degrees, double expected)
    {
        var rectangle = TurnedRectangle.Around(Turned(200, 30, degrees));

        Assert.Equal(200, rectangle.Length, 6);
        Assert.Equal(30, rectangle.Depth, 6);
        Assert.Equal((50, 60), (Math.Round(rectangle.CentreX, 6), Math.Round(rectangle.CentreY, 6)));
        Assert.Equal(Math.Cos(expected * Math.PI / 180), rectangle.AlongX, 6);
        Assert.Equal(Math.Sin(expected * Math.PI / 180), rectangle.AlongY, 6);
    }

    [Fact]
    public void A_word_that_is_a_little_higher_than_wide_is_read_rightward()
    {
        var rectangle = TurnedRectangle.Around(Turned(20, 28, 0));

        Assert.Equal((20, 28, 1), (rectangle.Length, rectangle.Depth, rectangle.AlongX));
    }

    [Fact]
    public void Corners_are_in_reading_order()
    {
        var corners = new TurnedRectangle(10, 20, 1, 0, 8, 4).Corners();

        Assert.Equal([(6, 18), (14, 18), (14, 22), (6, 22)], corners);
    }

    [Fact]
    public void Points_on_one_row_are_a_rectangle_without_depth()
    {
        var rectangle = TurnedRectangle.Around([(1, 5), (9, 5), (4, 5)]);

        Assert.Equal((8, 0), (rectangle.Length, rectangle.Depth));
    }

    private static List<(double X, double Y)> Turned(double length, double depth, double degrees)
    {
        var (cos, sin) = (Math.Cos(degrees * Math.PI / 180), Math.Sin(degrees * Math.PI / 180));
        var points = new List<(double X, double Y)>();
        for (var i = 0; i <= 10; i++)
        {
            for (var j = 0; j <= 10; j++)
            {
                var (u, v) = (((i / 10.0) - 0.5) * length, ((j / 10.0) - 0.5) * depth);
                points.Add((50 + (u * cos) - (v * sin), 60 + (u * sin) + (v * cos)));
            }
        }

        return points;
    }
}

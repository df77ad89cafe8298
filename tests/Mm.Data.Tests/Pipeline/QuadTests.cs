using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class QuadTests
{
    [Fact]
    public void A_part_of_an_upright_line_is_one_box()
    {
        var line = Quad.Of(new Box(0.2f, 0.4f, 0.5f, 0.1f, 0.9f));

        var box = Assert.Single(line.Part(0.2, 0.6, 0.5));

        Assert.Equal(0.3, box.X, 4);
        Assert.Equal(0.2, box.Width, 4);
        Assert.Equal(0.35, box.Y, 4);
        Assert.Equal(0.2, box.Height, 4);
        Assert.Equal(0.9f, box.Score);
    }

    [Fact]
    public void A_slanted_line_is_covered_by_stairs_that_hold_every_point_of_it_and_less_than_its_bounds()
    {
        var line = new Quad(0.1f, 0.2f, 0.9f, 0.4f, 0.9f, 0.45f, 0.1f, 0.25f, 1);

        var boxes = line.Part(0, 1, 0);

        Assert.True(boxes.Count > 3);
        Assert.True(boxes.Sum(box => box.Width * box.Height) < 0.6 * line.Bounds.Width * line.Bounds.Height);
        for (var i = 0; i <= 100; i++)
        {
            for (var j = 0; j <= 4; j++)
            {
                var (x, y) = (0.1 + (0.8 * i / 100), 0.2 + (0.2 * i / 100) + (0.05 * j / 4));
                Assert.Contains(boxes, box =>
                    x >= box.X - 1e-6 && x <= box.X + box.Width + 1e-6 && y >= box.Y - 1e-6 && y <= box.Y + box.Height + 1e-6);
            }
        }
    }

    [Fact]
    public void A_line_that_stands_on_its_side_is_one_box_too()
    {
        var line = new Quad(0.5f, 0.1f, 0.5f, 0.9f, 0.4f, 0.9f, 0.4f, 0.1f, 1); // read downward

        var box = Assert.Single(line.Part(0.5, 1, 0));

        Assert.Equal(0.4, box.X, 4);
        Assert.Equal(0.1, box.Width, 4);
        Assert.Equal(0.5, box.Y, 4);
        Assert.Equal(0.4, box.Height, 4);
    }

    [Fact]
    public void What_lies_beside_the_picture_is_cut_off()
    {
        var line = Quad.Of(new Box(0.5f, 0, 0.5f, 0.1f, 1));

        var box = Assert.Single(line.Part(0.5, 1.4, 0.5));

        Assert.Equal(0.75, box.X, 4);
        Assert.Equal(0.25, box.Width, 4);
        Assert.Equal(0, box.Y);
        Assert.Equal(0.15, box.Height, 4);
    }

    [Fact]
    public void Reversed_twice_is_itself()
    {
        var line = new Quad(0.1f, 0.2f, 0.9f, 0.4f, 0.9f, 0.45f, 0.1f, 0.25f, 1);

        Assert.Equal((0.9f, 0.45f), (line.Reversed.X0, line.Reversed.Y0));
        Assert.Equal(line, line.Reversed.Reversed);
    }
}

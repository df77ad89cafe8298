using Mm.Data.Measure.ImageText;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

public sealed class LineMergeTests
{
    [Fact]
    public void Coarse_lines_stay_where_fine_ones_do_not_cover_half_of_them()
    {
        var fine = new[] { Line(0.1f, 0.3f), Line(0.4f, 0.2f) };
        var coarse = new[] { Line(0.1f, 0.55f), Line(0.4f, 0.5f), Line(0.8f, 0.1f) };

        Assert.Equal([.. fine, coarse[1], coarse[2]], LineMerge.Of(fine, coarse));
    }

    private static Quad Line(float x, float width) => Quad.Of(new Box(x, 0.1f, width, 0.05f, 1));
}

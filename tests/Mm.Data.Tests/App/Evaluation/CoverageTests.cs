using Mm.Data.App.Evaluation;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.App.Evaluation;

public sealed class CoverageTests
{
    [Fact]
    public void The_share_of_a_place_that_is_filled_is_counted_once_for_all_regions()
    {
        FillRegion[] filled = [new("text", 0.1f, 0.1f, 0.2f, 0.2f), new("text", 0.2f, 0.1f, 0.1f, 0.2f)];

        Assert.Equal(0.5, Coverage.Share([10, 20, 50, 20, 50, 30, 10, 30], (100, 100), filled), 3);
        Assert.Equal(0, Coverage.Share([60, 60, 70, 60, 70, 70, 60, 70], (100, 100), filled));
    }

    [Fact]
    public void A_turned_place_is_measured_along_its_sides() => Assert.Equal(50, Coverage.Area([0, 0, 6, 8, 2, 11, -4, 3]), 3);
}

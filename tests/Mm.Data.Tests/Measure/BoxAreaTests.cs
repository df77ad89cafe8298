using Mm.Data.Measure;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure;

public sealed class BoxAreaTests
{
    [Fact]
    public void No_box_covers_nothing() => Assert.Equal(0, BoxArea.Union([]));

    [Fact]
    public void A_box_within_another_adds_nothing() =>
        Assert.Equal(0.25, BoxArea.Union([new Box(0, 0, 0.5f, 0.5f, 1), new Box(0.125f, 0.125f, 0.25f, 0.25f, 1)]), 9);

    [Fact]
    public void What_two_boxes_share_counts_once() =>
        Assert.Equal(0.4375, BoxArea.Union([new Box(0, 0, 0.5f, 0.5f, 1), new Box(0.25f, 0.25f, 0.5f, 0.5f, 1)]), 9);

    [Fact]
    public void Boxes_apart_add_up() =>
        Assert.Equal(0.5, BoxArea.Union([new Box(0, 0, 0.5f, 0.5f, 1), new Box(0.5f, 0.5f, 0.5f, 0.5f, 1)]), 9);
}

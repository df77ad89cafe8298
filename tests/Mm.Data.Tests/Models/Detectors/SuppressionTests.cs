using CsCheck;
using Mm.Data.Models.Detectors;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Models.Detectors;

public sealed class SuppressionTests
{
    private static readonly Gen<Box> Boxes =
        from x in Gen.Float[0, 0.8f]
        from y in Gen.Float[0, 0.8f]
        from w in Gen.Float[0.05f, 0.2f]
        from h in Gen.Float[0.05f, 0.2f]
        from s in Gen.Float[0, 1]
        select new Box(x, y, w, h, s);

    [Fact]
    public void Kept_boxes_overlap_little_and_every_other_has_a_better_one_that_it_overlaps() => Boxes.Array[0, 40].Sample(boxes =>
    {
        var kept = Suppression.Keep(boxes, 0.4);
        Assert.All(kept.Index(), a => Assert.All(kept.Skip(a.Index + 1), b => Assert.True(Suppression.Overlap(a.Item, b) <= 0.4)));
        Assert.All(boxes.Except(kept), box =>
            Assert.Contains(kept, better => better.Score >= box.Score && Suppression.Overlap(better, box) > 0.4));
    }, iter: 200);

    [Fact]
    public void The_order_of_the_input_does_not_matter() => Boxes.Array[0, 30].Sample(
        boxes => Assert.Equal(Suppression.Keep(boxes, 0.4), Suppression.Keep(boxes.Reverse(), 0.4)),
        iter: 200);

    [Fact]
    public void Half_of_two_equal_boxes_is_a_third_of_their_union() =>
        Assert.Equal(1 / 3.0, Suppression.Overlap(new Box(0, 0, 0.5f, 0.5f, 1), new Box(0.25f, 0, 0.5f, 0.5f, 1)), 6);
}

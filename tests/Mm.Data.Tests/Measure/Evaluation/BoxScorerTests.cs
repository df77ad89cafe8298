using Mm.Data.Measure.Evaluation;
using Mm.Data.Pipeline;
using Xunit;

namespace Mm.Data.Tests.Measure.Evaluation;

/// <summary>On a picture of 100 x 100 pixels, so that fractions are percent.</summary>
public sealed class BoxScorerTests
{
    private static readonly LabelledThing Face = new() { Box = new LabelBox(20, 20, 40, 40) };

    [Theory]
    [InlineData(0.4f, true)]
    [InlineData(0.36f, false)] // 90 % of the box
    public void A_box_is_covered_from_95_percent_of_its_pixels_on(float width, bool covered) =>
        Assert.Equal(covered, new BoxScorer(1).Covers(Picture(Face, new Box(0.2f, 0.2f, width, 0.4f, 0.9f)), Face, 0.5));

    [Fact]
    public void Boxes_cover_together_and_grown()
    {
        Box[] halves = [new(0.2f, 0.2f, 0.2f, 0.4f, 0.9f), new(0.4f, 0.2f, 0.2f, 0.4f, 0.8f)];
        Assert.True(new BoxScorer(1).Covers(Picture(Face, halves), Face, 0.5));
        Assert.False(new BoxScorer(1).Covers(Picture(Face, halves), Face, 0.85));
        Assert.True(new BoxScorer(1.3).Covers(Picture(Face, new Box(0.23f, 0.23f, 0.34f, 0.34f, 0.9f)), Face, 0.5));
    }

    [Fact]
    public void A_person_by_points_is_covered_when_all_of_them_are()
    {
        var person = new LabelledThing { Points = [new(30, 30), new(50, 30)] };

        Assert.True(new BoxScorer(1).Covers(Picture(person, new Box(0.25f, 0.25f, 0.3f, 0.3f, 0.9f)), person, 0.5));
        Assert.False(new BoxScorer(1).Covers(Picture(person, new Box(0.25f, 0.25f, 0.2f, 0.3f, 0.9f)), person, 0.5));
    }

    [Fact]
    public void A_box_is_false_when_it_explains_nothing()
    {
        var scorer = new BoxScorer(1);

        Assert.False(IsFalse(scorer, Face, new Box(0.25f, 0.25f, 0.4f, 0.4f, 1)));
        Assert.False(IsFalse(scorer, Face, new Box(0.35f, 0.35f, 0.1f, 0.1f, 1))); // within, on its middle
        Assert.True(IsFalse(scorer, Face, new Box(0.7f, 0.7f, 0.2f, 0.2f, 1)));
        Assert.False(IsFalse(scorer, new LabelledThing { Points = [new(75, 75)] }, new Box(0.7f, 0.7f, 0.2f, 0.2f, 1)));
    }

    [Fact]
    public void A_box_within_a_crowd_is_not_false_and_the_crowd_is_no_thing_to_find()
    {
        var crowd = new LabelledThing { Box = new LabelBox(0, 0, 100, 100), IsIgnored = true };

        Assert.False(IsFalse(new BoxScorer(1), crowd, new Box(0.1f, 0.1f, 0.05f, 0.05f, 1)));
    }

    [Fact]
    public void Sizes_are_those_of_a_picture_of_640_pixels()
    {
        Assert.Equal(256, BoxScorer.Side(Picture(Face), Face)!.Value, 6);
        Assert.Null(BoxScorer.Side(Picture(Face), new LabelledThing { Points = [new(1, 1)] }));
    }

    private static bool IsFalse(BoxScorer scorer, LabelledThing thing, Box found) => scorer.IsFalse(Picture(thing, found), found);

    private static ScoredPicture Picture(LabelledThing thing, params Box[] found) => new(new LabelledPicture("p.jpg", [thing]), 100, 100, found);
}

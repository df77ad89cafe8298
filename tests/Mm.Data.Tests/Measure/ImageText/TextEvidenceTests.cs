using Mm.Data.Measure.ImageText;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

public sealed class TextEvidenceTests
{
    [Theory]
    [InlineData("", 0f, 400, 100, true)] // long
    [InlineData("", 0f, 390, 100, false)]
    [InlineData("", 0f, 100, 3.9, false)] // nobody could read it
    [InlineData("abc", 0.5f, 100, 100, true)] // half read
    [InlineData("abc", 0.49f, 100, 100, false)]
    [InlineData("a b", 0.7f, 100, 100, false)] // two characters
    [InlineData("abc", 0.8f, 100, 3, true)] // read, however small
    [InlineData("ab", 0.9f, 400, 100, false)] // read, and too little to tell
    public void A_line_shows_text_where_it_is_long_or_gives_several_characters(
        string text, float confidence, double length, double depth, bool expected) =>
        Assert.Equal(expected, new TextEvidence(4, 0.8f, 1000, 500).IsIn([Line(text, confidence, length, depth)]));

    [Fact]
    public void With_no_least_aspect_any_line_does() =>
        Assert.True(new TextEvidence(0, 0.8f, 1000, 500).IsIn([Line("", 0, 1, 1)]));

    [Fact]
    public void A_line_on_end_is_measured_along_itself()
    {
        var upright = new Quad(0.5f, 0.9f, 0.5f, 0.1f, 0.55f, 0.1f, 0.55f, 0.9f, 1); // 400 by 50 pixels

        Assert.True(new TextEvidence(4, 0.8f, 1000, 500).IsIn([new LineReading(upright, "", 0, [])]));
    }

    /// <summary>In a picture of 1000 by 500 pixels.</summary>
    private static LineReading Line(string text, float confidence, double length, double depth) =>
        new(Quad.Of(new Box(0, 0, (float)(length / 1000), (float)(depth / 500), 1)), text, confidence, []);
}

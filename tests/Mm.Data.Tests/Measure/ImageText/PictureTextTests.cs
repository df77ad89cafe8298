using Mm.Data.Measure.ImageText;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Xunit;

namespace Mm.Data.Tests.Measure.ImageText;

public sealed class PictureTextTests
{
    [Fact]
    public void A_span_is_covered_with_a_character_more_at_both_ends()
    {
        var line = Readings.Line("0123456789", x: 0.2f, y: 0.4f); // 10 x 0.025 wide

        var box = Assert.Single(Text([line], new LineSpan(0, 4, 6, "PHONE", 0.7f)).Personal());

        Assert.Equal(0.2 + (3 * 0.025), box.X, 4);
        Assert.Equal(4 * 0.025, box.Width, 4);
        Assert.True(box.Y < 0.4 && box.Y + box.Height > 0.45);
        Assert.Equal(0.7f, box.Score);
    }

    [Fact]
    public void Where_most_of_a_line_is_personal_all_of_it_is_covered()
    {
        var line = Readings.Line("0123456789", x: 0.2f);

        var box = Assert.Single(Text([line], new LineSpan(0, 1, 9, "PHONE", 0.7f)).Personal());

        Assert.True(box.X < 0.2 && box.X + box.Width > 0.45);
    }

    [Theory]
    [InlineData("unsure", 0.79f)]
    [InlineData("", 0f)]
    public void A_line_that_was_not_read_well_is_covered_whole(string text, float confidence)
    {
        var picture = Text([Readings.Line("sure", y: 0.5f), Readings.Line(text, confidence: confidence)]);

        var box = Assert.Single(picture.NotRead());
        Assert.True(box.Y < 0.1 && box.Y + box.Height > 0.15);
        Assert.Equal(1, picture.UnreadLines);
        Assert.Empty(picture.Personal());
    }

    [Fact]
    public void Where_nothing_speaks_for_text_no_line_counts_as_unread()
    {
        var fur = Readings.Line("w", confidence: 0.3f);

        Assert.Empty(Text([fur]).NotRead());
        Assert.Equal(0, Text([fur]).UnreadLines);
        Assert.Single(Text([fur, Readings.Line("open daily", y: 0.5f)]).NotRead());
        Assert.Single(Text([fur], new LineSpan(0, 0, 1, "PHONE", 1)).NotRead());
    }

    [Fact]
    public void The_text_that_is_kept_has_placeholders_and_nothing_of_unread_lines()
    {
        var picture = Text(
            [Readings.Line("call 555 0132 or 555 0133", y: 0.5f), Readings.Line("jane", y: 0.1f, confidence: 0.3f)],
            new LineSpan(0, 5, 13, "PHONE", 1), new LineSpan(0, 9, 13, "NUMBER", 1), new LineSpan(0, 17, 25, "PHONE", 1));

        Assert.Equal("<UNREAD>\ncall <PHONE> or <PHONE>", picture.Redacted());
    }

    private static PictureText Text(LineReading[] lines, params LineSpan[] spans) =>
        new(lines, spans, new TextEvidence(4, 0.8f, 1000, 1000));
}

using Mm.Data.Measure.Text;
using Mm.Data.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class IdentifierRecogniserTests
{
    private static readonly IdentifierRule Sure = new()
    {
        Type = "SURE",
        Country = "",
        Shapes = ["999-999", "AA 99"],
        Check = compact => compact[^1] is not '0',
        Context = ["badge", "staff number", "社員番号"],
        Score = 0.5f,
    };

    private static readonly IdentifierRecogniser Recogniser =
        new([Sure, Sure with { Type = "BARE", Shapes = ["999999"], Context = ["badge", "número"], NeedsContext = true }]);

    [Theory]
    [InlineData("it is 123-456.", "SURE 123-456 0.50")]
    [InlineData("badge 123-456", "SURE 123-456 0.85")]
    [InlineData("123-456 is my staff number", "SURE 123-456 0.85")]
    [InlineData("社員番号は123-456です", "")] // letters touch it
    [InlineData("社員番号: 123-456", "SURE 123-456 0.85")]
    [InlineData("ab 12", "SURE ab 12 0.50")]
    [InlineData("123-450", "")]
    [InlineData("123456", "")]
    [InlineData("NUMERO: 123456", "BARE 123456 0.85")]
    [InlineData("staff's badges (123456)", "BARE 123456 0.85")]
    [InlineData("badge one two three four five six seven eight 123456", "")] // too far
    public void Words_near_by_admit_and_raise(string text, string found) => Assert.Equal(found, Find(text));

    [Theory]
    [InlineData("x123-456")]
    [InlineData("123-456x")]
    [InlineData("0123-456")]
    [InlineData("1-123-456")]
    [InlineData("v1.123-456")]
    [InlineData("123-456.7")]
    [InlineData("badge 1/123-456")]
    [InlineData("12,123-456")]
    [InlineData("a1b2-123-456-77")]
    public void A_part_of_something_longer_is_none(string text) => Assert.Equal("", Find(text));

    [Fact]
    public void A_number_beside_others_counts_where_it_is_announced() =>
        Assert.Equal("BARE 123456 0.85", Find("badge 12 123456"));

    /// <summary>Each character begins so many candidates at most as there are shapes, whatever the text.</summary>
    [Fact]
    public void The_work_is_linear_in_the_text()
    {
        var checks = 0;
        var counted = Sure with { Check = _ => ++checks < 0, Shapes = ["999-999", "999", "999-99", "999999"] };
        foreach (var part in new[] { "1", "123-", "123 ", "123-456 ", "12-34-" })
        {
            checks = 0;
            var text = string.Concat(Enumerable.Repeat(part, 20_000));
            new IdentifierRecogniser([counted]).Find(text, []);
            Assert.InRange(checks, 0, text.Length);
        }
    }

    private static string Find(string text) => string.Join("; ", Scans.Of(Recogniser, text).Select(one =>
        FormattableString.Invariant($"{one.Type} {text[one.Start..one.End]} {one.Score:0.00}")));
}

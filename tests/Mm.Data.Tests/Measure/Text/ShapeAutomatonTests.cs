using Mm.Data.Measure.Text;
using Mm.Data.Measure.Text.Identifiers;
using Mm.Data.Tests.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text;

public sealed class ShapeAutomatonTests
{
    [Theory]
    [InlineData("123-45", new[] { 0 })]
    [InlineData("12345", new[] { 1, 2 })]
    [InlineData("1a34B", new[] { 2 })]
    [InlineData("gb 12", new[] { 3 })]
    [InlineData("GB-12", new int[0])]
    [InlineData("1234", new int[0])]
    [InlineData("123456", new int[0])]
    [InlineData("123–45", new int[0])]
    public void A_text_is_told_with_every_shape_it_has(string text, int[] shapes)
    {
        var automaton = new ShapeAutomaton(["999-99", "99999", "XXXXX", "GB 99"]);
        var state = text.Aggregate(ShapeAutomaton.Start, automaton.Next);
        Assert.Equal(shapes, automaton.Accepts(state, hasDigit: true).ToArray());
    }

    [Fact]
    public void A_word_is_only_what_asks_for_letters()
    {
        var automaton = new ShapeAutomaton(["XXXX", "AAAX"]);
        var state = "BANK".Aggregate(ShapeAutomaton.Start, automaton.Next);
        Assert.Equal([1], automaton.Accepts(state, hasDigit: false).ToArray());
    }

    /// <summary>The reference is a shape at a time, character by character.</summary>
    [Fact]
    public void All_shapes_of_all_rules_together_say_what_each_says_alone()
    {
        string[] shapes = [.. IdentifierRules.All.SelectMany(rule => rule.Shapes).Distinct()];
        var automaton = new ShapeAutomaton(shapes);
        foreach (var text in Numbers.Types.SelectMany(type => Numbers.Written(type, 10)))
        {
            var state = text.Aggregate(ShapeAutomaton.Start, automaton.Next);
            Assert.Equal(
                shapes.Where(shape => Fits(shape, text)), automaton.Accepts(state, hasDigit: true).ToArray().Select(id => shapes[id]));
        }

        Assert.InRange(automaton.States, 1, 10_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("№99")]
    public void What_is_no_shape_is_told(string shape) => Assert.Throws<ArgumentException>(() => new ShapeAutomaton([shape]));

    private static bool Fits(string shape, string text) => shape.Length == text.Length && shape.Zip(text).All(pair => pair.First switch
    {
        '9' => char.IsAsciiDigit(pair.Second),
        'A' => char.IsAsciiLetter(pair.Second),
        'X' => char.IsAsciiLetterOrDigit(pair.Second),
        var literal => char.ToUpperInvariant(literal) == char.ToUpperInvariant(pair.Second),
    });
}

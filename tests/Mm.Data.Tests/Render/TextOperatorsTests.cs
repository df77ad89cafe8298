using Mm.Data.Measure;
using Mm.Data.Measure.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Render;
using Xunit;

namespace Mm.Data.Tests.Render;

public sealed class TextOperatorsTests
{
    private static readonly RedactionKey Key = RedactionKey.Read(new PrivacyOptions { Key = new string('a', 64) })!;
    private static readonly RedactionKey Other = RedactionKey.Read(new PrivacyOptions { Key = new string('b', 64) })!;

    [Fact]
    public void A_type_without_a_rule_becomes_its_placeholder() =>
        Assert.Equal("<EMAIL>", TextOperators.Placeholders.Apply("s", "EMAIL", "jane@example.com"));

    [Theory]
    [InlineData("4111 1111 1111 1111", 4, "**** **** **** 1111")]
    [InlineData("jane@example.com", 0, "****@*******.***")]
    [InlineData("4\u200b1\u0336 1", 1, "** 1")]
    [InlineData("12", 8, "12")]
    public void Mask_leaves_signs_and_the_last_ones(string value, int keepLast, string masked) =>
        Assert.Equal(masked, Of(TextOperator.Mask, keepLast: keepLast).Apply("s", "CARD", value));

    [Theory]
    [InlineData(TextOperator.Hash, "^<PHONE:[a-p]{24}>$")]
    [InlineData(TextOperator.Pseudonymise, "^<PHONE:[A-Z][a-z]{9}>$")]
    public void Keyed_names_are_the_same_for_one_value_however_it_is_written(TextOperator with, string form)
    {
        var name = Of(with).Apply("s", "PHONE", "+1 415 555 0132");

        Assert.Matches(form, name);
        Assert.Equal(name, Of(with).Apply("another sample", "PHONE", "+1-415-555-0132"));
        Assert.NotEqual(name, Of(with).Apply("s", "PHONE", "+1 415 555 0133"));
        Assert.NotEqual(name, Of(with).Apply("s", "CARD", "+1 415 555 0132"));
        Assert.NotEqual(name, Of(with, Other).Apply("s", "PHONE", "+1 415 555 0132"));
    }

    [Fact]
    public void Ten_thousand_values_hardly_share_a_pseudonym()
    {
        var operators = Of(TextOperator.Pseudonymise);
        var names = Enumerable.Range(0, 10_000).Select(i => operators.Apply("s", "EMAIL", $"jane{i}@example.com")).Distinct().Count();
        Assert.InRange(names, 9_999, 10_000);
    }

    [Fact]
    public void What_a_type_is_dropped_for_drops_the_sample()
    {
        var operators = new TextOperators([new TextRule { Types = ["CARD"], With = TextOperator.Drop }], null);
        Assert.True(operators.Drops([new Span(0, 1, "EMAIL", 1), new Span(2, 1, "CARD", 1)]));
        Assert.False(operators.Drops([new Span(0, 1, "EMAIL", 1)]));
        Assert.Throws<InvalidOperationException>(() => operators.Apply("s", "CARD", "4111111111111111"));
    }

    [Fact]
    public void A_rule_without_types_is_for_all_others()
    {
        var operators = new TextOperators(
            [new TextRule { Types = ["CARD"], With = TextOperator.Replace }, new TextRule { With = TextOperator.Mask }], null);
        Assert.Equal(("<CARD>", "***"), (operators.Apply("s", "CARD", "411"), operators.Apply("s", "PHONE", "411")));
    }

    [Theory]
    [InlineData(TextOperator.Hash)]
    [InlineData(TextOperator.Pseudonymise)]
    [InlineData(TextOperator.Encrypt)]
    public void Without_a_key_a_keyed_operator_is_an_error(TextOperator with) =>
        Assert.Throws<ConfigurationException>(() => new TextOperators([new TextRule { With = with }], null));

    /// <summary>Or a check of the output would find personal data in what stands in its place.</summary>
    [Theory]
    [InlineData(TextOperator.Replace)]
    [InlineData(TextOperator.Hash)]
    [InlineData(TextOperator.Pseudonymise)]
    [InlineData(TextOperator.Encrypt)]
    public void Nothing_is_found_in_what_takes_its_place(TextOperator with)
    {
        var analyser = new TextAnalyser(new TextPii.Options());
        for (var i = 0; i < 200; i++)
        {
            var text = $"My phone is +1 415 555 {i:0000}, card 4111 1111 1111 1111, password: hunter{i}, jane{i}@example.com.";
            var spans = analyser.Find(text);
            Assert.Equal(4, spans.Length);
            Assert.Empty(analyser.Find(TextRedaction.Replace("s", text, spans, Of(with))));
        }
    }

    private static TextOperators Of(TextOperator with, RedactionKey? key = null, int keepLast = 0) =>
        new([new TextRule { With = with, KeepLast = keepLast }], key ?? Key);
}

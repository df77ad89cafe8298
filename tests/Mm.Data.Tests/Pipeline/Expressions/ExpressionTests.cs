using CsCheck;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Expressions;
using Xunit;

namespace Mm.Data.Tests.Pipeline.Expressions;

public sealed class ExpressionTests
{
    private static readonly Dictionary<string, FeatureKind> Kinds = new()
    {
        ["alignment.cosine"] = FeatureKind.Number,
        ["text.words"] = FeatureKind.Whole,
        ["image-text.area-share"] = FeatureKind.Number,
        ["hashes.flat"] = FeatureKind.Flag,
        ["media.modality"] = FeatureKind.Code,
        ["faces.boxes"] = FeatureKind.Boxes,
        ["gone"] = FeatureKind.Number,
    };

    [Theory]
    [InlineData("alignment.cosine >= 0.25", true)]
    [InlineData("alignment.cosine > 0.25", false)]
    [InlineData("alignment.cosine<0.3 and text.words==12", true)]
    [InlineData("text.words between 3 and 200", true)]
    [InlineData("text.words not between 3 and 200", false)]
    [InlineData("text.words between 13 and 200 or hashes.flat", false)]
    [InlineData("not hashes.flat", true)]
    [InlineData("hashes.flat == false", true)]
    [InlineData("media.modality == \"image\"", true)]
    [InlineData("media.modality != 'image'", false)]
    [InlineData("media.modality in [\"video\", \"image\"]", true)]
    [InlineData("media.modality not in ['video']", true)]
    [InlineData("media.modality == 'never seen'", false)]
    [InlineData("text.words in [1, 12, -3]", true)]
    [InlineData("2 + 3 * 4 == 14 and (2 + 3) * 4 == 20", true)]
    [InlineData("7 - 2 - 1 == 4 and 8 / 4 / 2 == 1", true)]
    [InlineData("-text.words < -11", true)]
    [InlineData("text.words - 2 == 10", true)]
    [InlineData("max(alignment.cosine, image-text.area-share) == .5", true)]
    [InlineData("min(3, 1, 2) == 1 and abs(-2) == 2 and sqrt(9) == 3 and log(1) == 0", true)]
    [InlineData("has(alignment.cosine) and not has(gone)", true)]
    [InlineData("coalesce(gone, 0.7) == 0.7", true)]
    [InlineData("true or false and false", true)]
    [InlineData("not false and not false", true)]
    [InlineData("1e-1 == 0.1", true)]
    public void It_holds_or_not(string text, bool holds)
    {
        var expression = Expression.Parse(text);

        Assert.Empty(expression.Check(Kinds, _ => false));
        Assert.Equal(holds ? 1 : 0, expression.Compile(new OneRow())(0));
    }

    /// <summary>What a missing feature leaves open is open, and only that.</summary>
    [Theory]
    [InlineData("gone > 1", null)]
    [InlineData("not gone > 1", null)]
    [InlineData("gone > 1 or true", 1.0)]
    [InlineData("gone > 1 and false", 0.0)]
    [InlineData("gone > 1 and true", null)]
    [InlineData("gone > 1 or false", null)]
    [InlineData("gone between 1 and 2", null)]
    [InlineData("gone in [1]", null)]
    [InlineData("min(gone, 1) < 2", null)]
    [InlineData("1 / 0 > 1", null)]
    [InlineData("sqrt(-1) == 1", null)]
    public void Missing_features_leave_it_open(string text, double? expected) =>
        Assert.Equal(expected ?? double.NaN, Expression.Parse(text).Compile(new OneRow())(0));

    [Theory]
    [InlineData("", 1, "a condition is expected")]
    [InlineData("alignment.cosine >= ", 21, "the end was not expected; a feature, a number or a text is")]
    [InlineData("alignment.cosine = 1", 18, "write == to compare")]
    [InlineData("text.words > 3 && true", 16, "write and")]
    [InlineData("text.words > 3 || true", 16, "write or")]
    [InlineData("!hashes.flat", 1, "write not")]
    [InlineData("text.words > 3 nad true", 16, "did you mean and?")]
    [InlineData("text.words between 3", 21, "and, then the upper bound is")]
    [InlineData("1 < text.words < 3", 16, "cannot be chained")]
    [InlineData("(text.words > 3", 16, "an operator or ) is")]
    [InlineData("media.modality == \"image", 19, "no closing \"")]
    [InlineData("media.modality in []", 20, "a number or a text in quotes is")]
    [InlineData("mxa(1, 2) > 1", 1, "did you mean max?")]
    [InlineData("abs(1, 2) > 1", 1, "abs takes 1 argument, here are 2")]
    [InlineData("text.words > 3x", 15, "cannot stand in a number")]
    [InlineData("text.words > 1e999", 14, "too large")]
    [InlineData("text.words > §", 14, "U+00A7")]
    [InlineData("has(3)", 5, "the name of a feature is")]
    public void A_fault_is_told_with_its_place(string text, int at, string problem)
    {
        var fault = Assert.Throws<ExpressionException>(() => Expression.Parse(text));

        Assert.Equal(at, fault.At);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alignment.cosin > 0.2", 1, "no feature alignment.cosin is measured; did you mean alignment.cosine? known: alignment.cosine, gone,")]
    [InlineData("text.words-2 > 1", 1, "a minus sign needs spaces around it")]
    [InlineData("true and text.words", 10, "a condition is expected, text.words is a number")]
    [InlineData("media.modality > 3", 1, "a number is expected, media.modality is a text")]
    [InlineData("media.modality == 3", 16, "a text is compared with a number")]
    [InlineData("text.words in [1, 'two']", 12, "a number is compared with a text")]
    [InlineData("faces.boxes == 3", 1, "faces.boxes holds boxes; only has(faces.boxes) can be asked of it")]
    public void A_feature_that_does_not_fit_is_told_with_its_place(string text, int at, string problem)
    {
        var fault = Assert.Single(Expression.Parse(text).Check(Kinds, _ => false));

        Assert.Equal(at, fault.At);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_feature_that_does_not_fit_is_told() =>
        Assert.Equal([1, 13], Expression.Parse("one > 1 and two > 1").Check(Kinds, _ => false).Select(fault => fault.At));

    [Fact]
    public void Excused_features_fit_everywhere() => Assert.Empty(Expression.Parse("other.flag and other.code == 'x' and other.number > 3")
        .Check(Kinds, name => name.StartsWith("other.", StringComparison.Ordinal)));

    [Fact]
    public void It_names_its_features_each_once() => Assert.Equal(
        ["a", "b", "c-d.e"], Expression.Parse("b > 1 and a < 2 or has(c-d.e) and b == max(a, 1)").Features);

    [Theory]
    [InlineData("(", ")")]
    [InlineData("not ", "")]
    [InlineData("-", "")]
    [InlineData("abs(", ")")]
    public void Nesting_is_bounded(string before, string behind)
    {
        const int Levels = 300;
        string Nested(int levels) => string.Concat(Enumerable.Repeat(before, levels)) + "1" + string.Concat(Enumerable.Repeat(behind, levels));

        Assert.Contains("nested deeper", Assert.Throws<ExpressionException>(() => Expression.Parse(Nested(Levels))).Message, StringComparison.Ordinal);
        Expression.Parse(Nested(30));
    }

    [Fact]
    public void A_long_chain_neither_fails_nor_exhausts_the_stack() =>
        Assert.Equal(1, Expression.Parse("1" + string.Concat(Enumerable.Repeat("+1", 900)) + "==901").Compile(new OneRow())(0));

    [Fact]
    public void Longer_texts_are_refused() =>
        Assert.Throws<ExpressionException>(() => Expression.Parse(new string(' ', Expression.CharactersMax) + "1"));

    /// <summary>Words of the language and of none, thrown together: parsed or refused with a place inside the text, nothing else.</summary>
    [Fact]
    public void Any_text_is_parsed_or_refused_with_a_place()
    {
        string[] words =
        [
            "and", "or", "not", "between", "in", "has", "true", "(", ")", "[", "]", ",", "-", "+", "*", "/", "<", "<=", "==", "!=", "1", ".5",
            "1e3", "\"a\"", "'", "text.words", "media.modality", "abs(", "max(", "é", "\0", "=", "&", "..", "a-b",
        ];
        Gen.Int[0, words.Length - 1].Array[0, 40].Sample(picked =>
        {
            var text = string.Join(' ', picked.Select(i => words[i]));
            try
            {
                var parsed = Expression.Parse(text);
                var holds = parsed.Check(Kinds, _ => false).Count > 0 ? 0 : parsed.Compile(new OneRow())(0);
                Assert.True(holds is 0 or 1 || double.IsNaN(holds), text);
            }
            catch (ExpressionException e)
            {
                Assert.InRange(e.At, 1, text.Length + 1);
            }
        });
    }

    private sealed class OneRow : IFeatureTable
    {
        public double[] Column(string name) => name switch
        {
            "alignment.cosine" => [0.25],
            "text.words" => [12],
            "image-text.area-share" => [0.5],
            "hashes.flat" => [0],
            "media.modality" => [CodeOf("image")],
            _ => [double.NaN],
        };

        public double CodeOf(string text) => text switch { "image" => 0, "video" => 1, _ => -1 };
    }
}

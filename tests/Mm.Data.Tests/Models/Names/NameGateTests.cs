using Mm.Data.Models.Names;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

public sealed class NameGateTests
{
    private static readonly NameLexicon Lexicon = Weights.Scrambled(0).Lexicon;

    [Theory]
    [InlineData("we met the Smiths in town", "the Smiths in town")]
    [InlineData("She said it costs 5 coins here now", "She said it|costs 5 coins here")]
    [InlineData("This is how I do it, but tell jane that", "This is how|tell jane that")]
    [InlineData("the the the, the.", "")]
    [InlineData("the the the polapit the the the", "the polapit the the")]
    [InlineData("", "")]
    public void Capitals_digits_and_known_names_open_a_stretch(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', Stretches(text).Select(one => text[one.Tokens[0].Start..one.Tokens[^1].End])));

    /// <summary>The gate may only leave out plain lower case, signs and ends of lines.</summary>
    [Fact]
    public void No_capital_and_no_digit_is_left_out_and_stretches_stand_in_order()
    {
        const string alphabet = "aab Zé9.,\n-  东";
        var state = 3u;
        for (var round = 0; round < 300; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 900).Select(_ => alphabet[(int)((state = (state * 1664525) + 1013904223) >> 9) % alphabet.Length]));
            var tokens = Tokens(text);
            var read = new bool[tokens.Length];
            var at = 0;
            foreach (var (start, stretch) in Stretches(text))
            {
                Assert.True(start >= at && stretch.Length is > 0 and <= NameFeatures.SegmentMax);
                at = start + stretch.Length;
                read.AsSpan(start, stretch.Length).Fill(true);
            }

            Assert.All(tokens.Zip(read).Where(one => !one.Second), one => Assert.True(
                one.First.Case is TokenCase.Lower or TokenCase.Plain or TokenCase.Sign or TokenCase.Line or TokenCase.Initial, text));
        }
    }

    /// <summary>Two million tokens that all open: looking from each stretch to the end of the text would take minutes.</summary>
    [Fact]
    public void A_long_text_of_nothing_but_names_is_gone_through_once()
    {
        var text = string.Concat(Enumerable.Repeat("A1\n", 1 << 20));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var stretches = Stretches(text);

        Assert.Equal(2 << 20, stretches.Sum(one => one.Tokens.Length));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"took {watch.Elapsed.TotalSeconds:F0} s");
    }

    [Fact]
    public void Without_capitals_near_lower_case_is_plain_and_without_lower_case_capitals_are_loud()
    {
        Assert.All(Tokens("nobody writes capitals here"), token => Assert.Equal(TokenCase.Plain, token.Case));
        Assert.All(Tokens("EVERYBODY SHOUTS HERE"), token => Assert.Equal(TokenCase.Loud, token.Case));
        Assert.Equal(
            [TokenCase.Capital, TokenCase.Lower, TokenCase.Upper], Tokens("Some of UNESCO").Select(token => token.Case));
    }

    private static NameToken[] Tokens(string text)
    {
        var tokens = new NameToken[text.Length];
        return tokens[..NameTagger.Tokenize(text, tokens)];
    }

    private static List<(int Start, NameToken[] Tokens)> Stretches(string text)
    {
        var tokens = Tokens(text);
        var stretches = new List<(int, NameToken[])>();
        for (var from = 0; NameGate.Next(tokens, from, Lexicon, out var start, out var end); from = end)
            stretches.Add((start, tokens[start..end]));
        return stretches;
    }
}

using Mm.Data.Models.Names;
using Xunit;

namespace Mm.Data.Tests.Models.Names;

public sealed class NameTokenizerTests
{
    [Fact]
    public void Words_numbers_signs_and_ends_of_lines_are_tokens() => Assert.Equal(
        "Jean|-|Paul|O|'|Brien|,|12b|Main|St|.|\n|Ōsaka|日本|\n\n |2019",
        string.Join('|', Tokens("Jean-Paul O'Brien, 12b  Main St.\nŌsaka 日本\n\n 2019").Select(token => token.Text)));

    [Theory]
    [InlineData("x", nameof(TokenShape.Lower))]
    [InlineData("I", nameof(TokenShape.Initial))]
    [InlineData("Émile", nameof(TokenShape.Capital))]
    [InlineData("NATO", nameof(TokenShape.Upper))]
    [InlineData("McDonald", nameof(TokenShape.Mixed))]
    [InlineData("iPhone", nameof(TokenShape.Mixed))]
    [InlineData("7", nameof(TokenShape.Digits1))]
    [InlineData("1987", nameof(TokenShape.Year))]
    [InlineData("8710", nameof(TokenShape.Digits4))]
    [InlineData("90210", nameof(TokenShape.Digits5))]
    [InlineData("4x4", nameof(TokenShape.LettersDigits))]
    [InlineData("東京", nameof(TokenShape.Uncased))]
    [InlineData("\r\n", nameof(TokenShape.NewLine))]
    [InlineData("\n \n", nameof(TokenShape.BlankLine))]
    [InlineData("?", nameof(TokenShape.Stop))]
    [InlineData("—", nameof(TokenShape.Dash))]
    [InlineData("’", nameof(TokenShape.Apostrophe))]
    public void A_token_knows_how_it_is_written(string text, string shape) =>
        Assert.Equal(shape, Assert.Single(Tokens(text)).Token.Shape.ToString());

    [Fact]
    public void Case_does_not_change_a_hash_and_every_digit_is_the_same()
    {
        Assert.Equal(Hash("ÉMILE"), Hash("émile"));
        Assert.Equal(Hash("A1b2"), Hash("a9B0"));
        Assert.NotEqual(Hash("jane"), Hash("jone"));
        Assert.Equal(NameTokenizer.HashOf("Jane7"), Hash("jane3"));
    }

    /// <summary>Whatever the text: tokens stand in order, do not overlap, and between them is nothing but white space.</summary>
    [Fact]
    public void Tokens_cover_all_that_is_no_white_space()
    {
        const string alphabet = "aZé東9.-'’ \t\n\r,\"😀\u0301\u00a0\u200b<>@İßﬁ";
        var state = 7u;
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 40).Select(_ => alphabet[(int)((state = (state * 1664525) + 1013904223) >> 8) % alphabet.Length]));
            var at = 0;
            foreach (var (token, _) in Tokens(text))
            {
                Assert.True(token.Length > 0 && token.Start >= at);
                Assert.True(IsSpace(text[at..token.Start]), text);
                at = token.End;
            }

            Assert.True(IsSpace(text[at..]), text);
        }
    }

    private static bool IsSpace(string text) => text.All(c => char.IsWhiteSpace(c) || char.IsControl(c));

    private static uint Hash(string word) => Assert.Single(Tokens(word)).Token.Hash;

    private static List<(NameToken Token, string Text)> Tokens(string text)
    {
        var tokens = new NameToken[text.Length];
        var count = NameTagger.Tokenize(text, tokens);
        return [.. tokens[..count].Select(token => (token, text.Substring(token.Start, token.Length)))];
    }
}

using System.Text.Json;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Tokenizers;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Tokenizers;

public sealed class PieceTokenizerTests : IDisposable
{
    private static readonly TextSettings Settings = new()
    {
        Tokenizer = TokenizerKind.SentencePiece,
        Cleaning = TextCleaning.Siglip,
        Context = 6,
        PadId = 1,
        Input = "ids",
        Output = "out",
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a cat", new[] { 3, 6, 1, 1, 1, 1 }, 3)] // "▁cat" at -4 beats "▁ca" and "t" at -5
    [InlineData("cats", new[] { 6, 9, 1, 1, 1, 1 }, 3)]
    [InlineData("", new[] { 1, 1, 1, 1, 1, 1 }, 1)]
    [InlineData("a a a a a a a a", new[] { 3, 3, 3, 3, 3, 1 }, 6)] // cut, and the end is kept
    [InlineData("a 東京", new[] { 3, 8, 2, 1, 1, 1 }, 4)] // neighbours that are not known are one
    public void The_best_pieces_are_chosen_ended_and_padded(string text, int[] ids, int length)
    {
        var tokens = Tokenizer().Encode(text);

        Assert.Equal(ids, tokens.Ids);
        Assert.Equal(length, tokens.Length);
    }

    [Theory]
    [InlineData("A, (Cat)!")]
    [InlineData("  a\n\tcat.  ")]
    [InlineData("a▁cat")]
    [InlineData("`a' {cat}~")]
    public void Case_punctuation_and_spaces_do_not_count(string text) =>
        Assert.Equal(Tokenizer().Encode("a cat").Ids, Tokenizer().Encode(text).Ids);

    [Fact]
    public void A_caption_cannot_end_itself_early() => Assert.Equal(Tokenizer().Encode("a s a").Ids, Tokenizer().Encode("a </s> a").Ids);

    [Fact]
    public void A_tokenizer_json_and_a_model_are_the_same_vocabulary()
    {
        File.WriteAllText(_folder["tokenizer.json"], PieceModel.Small.ToJson(
            """{ "type": "Sequence", "normalizers": [{ "type": "Lowercase" }, { "type": "Strip" }] }"""));
        var json = new PieceTokenizer(PieceVocabulary.FromTokenizerJson(_folder["tokenizer.json"]), Settings);

        string[] texts = ["a cat", "cats a", "", "東 a 京 cat", "  s  "];
        Assert.All(texts, text => Assert.Equal(Tokenizer().Encode(text).Ids, json.Encode(text).Ids));
    }

    [Fact]
    public void A_normalisation_that_would_be_lost_is_told()
    {
        File.WriteAllText(_folder["tokenizer.json"], PieceModel.Small.ToJson("""{ "type": "NFKD" }"""));

        var e = Assert.Throws<ConfigurationException>(() => PieceVocabulary.FromTokenizerJson(_folder["tokenizer.json"]));

        Assert.Contains("normalises by NFKD", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1, "is no unigram model")]
    [InlineData(1, -1, "has no end-of-sentence piece")]
    public void A_model_of_another_kind_is_told(int kind, int end, string message)
    {
        File.WriteAllBytes(_folder["spiece.model"], PieceModel.Small.ToBytes(kind, end: end));

        var e = Assert.Throws<ConfigurationException>(() => PieceVocabulary.FromModel(_folder["spiece.model"]));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_told()
    {
        File.WriteAllText(_folder["spiece.model"], "not protobuf");

        Assert.Throws<ConfigurationException>(() => PieceVocabulary.FromModel(_folder["spiece.model"]));
        Assert.Throws<ConfigurationException>(() => PieceVocabulary.FromTokenizerJson(_folder["spiece.model"]));
    }

    [Theory]
    [InlineData("nmt_nfkc")]
    [InlineData("nmt_nfkc_cf")]
    public async Task SentencePiece_itself_gives_the_same_ids(string normalisation)
    {
        await Python.NeedsAsync("sentencepiece");
        await Python.RunAsync("ops/reference/sentencepiece_cases.py", "--output", _folder.Path, "--normalise", normalisation);
        var plain = Settings with { Context = 128, Cleaning = TextCleaning.None, Lower = false };
        var ours = new PieceTokenizer(PieceVocabulary.FromModel(_folder["spiece.model"]), plain);
        using var cases = JsonDocument.Parse(await File.ReadAllBytesAsync(_folder["cases.json"], TestContext.Current.CancellationToken));

        var differ = cases.RootElement.EnumerateArray()
            .Select(item => (Text: item.GetProperty("text").GetString()!, Ids: item.GetProperty("ids").Deserialize<int[]>()!))
            .Where(item => ours.Encode(item.Text) is var tokens && !tokens.Ids.Take(tokens.Length - 1).SequenceEqual(item.Ids))
            .ToArray();

        Assert.Equal(3506, cases.RootElement.GetArrayLength());
        Assert.Empty(differ);
    }

    [Fact]
    public void Threads_may_share_it()
    {
        var tokenizer = Tokenizer();
        string[] texts = ["a cat", "cats a", "", "東 a 京 cat", "a a a a s s t"];
        var alone = texts.Select(text => tokenizer.Encode(text).Ids).ToArray();

        Parallel.For(0, 2000, i => Assert.Equal(alone[i % texts.Length], tokenizer.Encode(texts[i % texts.Length]).Ids));
    }

    private PieceTokenizer Tokenizer()
    {
        File.WriteAllBytes(_folder["small.model"], PieceModel.Small.ToBytes());
        return new PieceTokenizer(PieceVocabulary.FromModel(_folder["small.model"]), Settings);
    }
}

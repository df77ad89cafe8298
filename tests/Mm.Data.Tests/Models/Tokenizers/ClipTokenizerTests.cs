using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Tokenizers;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Tokenizers;

public sealed class ClipTokenizerTests
{
    private static readonly TextSettings Settings = new() { Context = 6, PadId = 9, Input = "ids", Output = "out" };

    private readonly ClipTokenizer _tiny = new ClipTokenizer(ModelFolder.Vocabulary, Settings);

    [Fact]
    public void A_text_stands_between_start_and_end_and_is_padded()
    {
        var tokens = _tiny.Encode("AB  a\n");

        Assert.Equal([5, 4, 1, 6, 9, 9], tokens.Ids);
        Assert.Equal(4, tokens.Length);
    }

    [Fact]
    public void A_long_text_is_cut_and_keeps_its_end() => Assert.Equal([5, 1, 3, 1, 3, 6], _tiny.Encode("a b a b a b a b").Ids);

    [Fact]
    public void No_text_is_start_and_end() => Assert.Equal([5, 6, 9, 9, 9, 9], _tiny.Encode("  ").Ids);

    [Fact]
    public void A_caption_cannot_end_itself_early() =>
        Assert.DoesNotContain(6, _tiny.Encode("a " + ClipVocabulary.EndToken + " b").Ids.SkipLast(1).Take(2));

    [Fact]
    public void Entities_are_resolved_even_when_escaped_twice() => Assert.Equal(_tiny.Encode("a b").Ids, _tiny.Encode("a&amp;#32;b").Ids);

    [Fact]
    public void A_vocabulary_without_an_end_is_no_clip_vocabulary()
    {
        using var folder = new ModelFolder();
        folder.File("m", "vocab", "vocab.json", """{"a": 0}"""u8.ToArray());
        folder.File("m", "merges", "merges.txt", "a b c"u8.ToArray());

        var e = Assert.Throws<ConfigurationException>(
            () => ClipVocabulary.FromVocabAndMerges(folder.PathOf("m", "vocab.json"), folder.PathOf("m", "merges.txt")));

        Assert.Equal(3, e.Problems.Count);
    }

    [Fact]
    public void OpenAis_vocabulary_gives_OpenAis_ids()
    {
        Assert.SkipUnless(File.Exists(Checkout.Vocabulary), "../shared/models/teacher is not here");
        var clip = new ClipTokenizer(ClipVocabulary.FromOpenAi(Checkout.Vocabulary), Settings with { Context = 77, PadId = 0 });

        Assert.Equal([49406, 320, 1125, 539, 320, 2368, 49407, 0], clip.Encode("a photo of a cat").Ids.Take(8));
        Assert.Equal(clip.Encode("it's a café, isn't it? 42!").Ids, clip.Encode(" IT'S  a CAFÉ, isn't it? 42! ").Ids);
        Assert.Equal(
            [49406, 585, 568, 320, 15304, 267, 2923, 713, 585, 286, 275, 273, 256, 49407],
            clip.Encode("it's a café, isn't it? 42!").Ids.Take(14));
    }

    /// <summary>Cleaning and cutting by the plain means of OpenAI's script, one after the other.</summary>
    [Fact]
    public void The_short_ways_give_the_ids_of_the_plain_way()
    {
        var mini = ClipVocabulary.FromVocabAndMerges(
            Path.Combine(Checkout.Root, "models", "mini", "vocab.json"), Path.Combine(Checkout.Root, "models", "mini", "merges.txt"));
        var clip = new ClipTokenizer(mini, Settings with { Context = 77, PadId = 0 });
        var pairs = BpeTokenizer.Create(new BpeOptions(mini.Ids)
        {
            Merges = mini.Merges,
            PreTokenizer = new RegexPreTokenizer(
                new Regex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant), null),
            EndOfWordSuffix = ClipVocabulary.WordEnd,
            ByteLevel = true,
        });

        Gen.OneOf(Gen.String[0, 60], Gen.String[Gen.Char["abcde ÄéßIİ東'!&;0129\t\n\u00a0\u2003😀"], 0, 60], Captions).Sample(
            text =>
            {
                var plain = WebUtility.HtmlDecode(WebUtility.HtmlDecode(text));
                var ids = pairs.EncodeToIds(Regex.Replace(plain, @"\s+", " ").Trim().ToLowerInvariant()).Take(75).ToArray();
                var tokens = clip.Encode(text);
                Assert.Equal([mini.Start, .. ids, mini.End, .. new int[75 - ids.Length]], tokens.Ids);
                Assert.Equal(ids.Length + 2, tokens.Length);
            },
            iter: 5000);
    }

    private static Gen<string> Captions => Gen.Select(
        Words("A dog", "Two  children", "the man's", "An &amp;amp; sign"), Words("runs", "ISN'T sitting", "they're"),
        Words("on the beach.", "\tby 12 cars!", "(in Paris)"), (who, does, where) => $"{who} {does} {where}");

    private static Gen<string> Words(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);

    [Fact]
    public void A_tokenizer_json_and_a_pair_of_files_are_the_same_vocabulary()
    {
        using var folder = new ModelFolder();
        folder.File("m", "tokenizer", "tokenizer.json", """
            {
              "added_tokens": [{ "id": 5, "content": "<|startoftext|>" }, { "id": 6, "content": "<|endoftext|>" }],
              "model": { "type": "BPE", "vocab": { "a": 0, "a</w>": 1, "b": 2, "b</w>": 3, "ab</w>": 4 }, "merges": [["a", "b</w>"]] }
            }
            """u8.ToArray());

        var read = ClipVocabulary.FromTokenizerJson(folder.PathOf("m", "tokenizer.json"));

        Assert.Equal(ModelFolder.Vocabulary.Ids.OrderBy(pair => pair.Value), read.Ids.OrderBy(pair => pair.Value));
        Assert.Equal(ModelFolder.Vocabulary.Merges, read.Merges);
    }
}

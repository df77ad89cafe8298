using System.Net;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Mm.Data.Models.Cards;

namespace Mm.Data.Models.Tokenizers;

/// <summary>Ids of one text, padded to the context length; the first <paramref name="Length"/> are real, start and end among
/// them.</summary>
public sealed record ClipTokens(int[] Ids, int Length);

/// <summary>
/// Text to ids as OpenAI's CLIP does it (clip/simple_tokenizer.py), but for ftfy's repair of broken encodings, and for the names of
/// special tokens in a caption, which are words like any other here: a caption cannot end itself early. Safe for use by several threads.
/// </summary>
public sealed partial class ClipTokenizer
{
    private readonly BpeTokenizer _pairs;
    private readonly TextSettings _settings;
    private readonly int _start;
    private readonly int _end;

    public ClipTokenizer(ClipVocabulary vocabulary, TextSettings settings)
    {
        _settings = settings;
        _start = vocabulary.Start;
        _end = vocabulary.End;
        _pairs = BpeTokenizer.Create(new BpeOptions(vocabulary.Ids)
        {
            Merges = vocabulary.Merges,
            PreTokenizer = new RegexPreTokenizer(WordPattern(), null),
            EndOfWordSuffix = ClipVocabulary.WordEnd,
            ByteLevel = true,
        });
    }

    /// <summary>Start, the text's ids, end, padding: <see cref="TextSettings.Context"/> ids in all. A long text is cut and keeps its
    /// end.</summary>
    public ClipTokens Encode(string text)
    {
        var words = _pairs.EncodeToIds(Clean(text));
        var kept = Math.Min(words.Count, _settings.Context - 2);
        var ids = new int[_settings.Context];
        ids[0] = _start;
        for (var i = 0; i < kept; i++)
            ids[i + 1] = words[i];
        ids[kept + 1] = _end;
        Array.Fill(ids, _settings.PadId, kept + 2, ids.Length - kept - 2);
        return new ClipTokens(ids, kept + 2);
    }

    private string Clean(string text)
    {
        var plain = WebUtility.HtmlDecode(WebUtility.HtmlDecode(text)); // captions from pages are often escaped twice
        var single = SpacePattern().Replace(plain, " ").Trim();
        return _settings.Lower ? single.ToLowerInvariant() : single;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex SpacePattern();
}

using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Mm.Data.Models.Cards;

namespace Mm.Data.Models.Tokenizers;

/// <summary>
/// Text to ids as OpenAI's CLIP does it (clip/simple_tokenizer.py), but for ftfy's repair of broken encodings, and for the names of
/// special tokens in a caption, which are words like any other here: a caption cannot end itself early. Safe for use by several threads.
/// </summary>
public sealed partial class ClipTokenizer : ITextTokenizer
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

    /// <inheritdoc/>
    public int Context => _settings.Context;

    /// <inheritdoc/>
    public int Encode(string text, Span<int> ids)
    {
        if (ids.Length != Context)
            throw new ArgumentException($"Room for {Context} ids is wanted, not for {ids.Length}.", nameof(ids));
        var words = _pairs.EncodeToIds(TextCleaner.Clean(text, _settings));
        var kept = Math.Min(words.Count, Context - 2);
        ids[0] = _start;
        for (var i = 0; i < kept; i++)
            ids[i + 1] = words[i];
        ids[kept + 1] = _end;
        ids[(kept + 2)..].Fill(_settings.PadId);
        return kept + 2;
    }

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d|\p{L}+|\p{N}|[^\s\p{L}\p{N}]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();
}

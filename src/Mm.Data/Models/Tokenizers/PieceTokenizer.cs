using Microsoft.ML.Tokenizers;
using Mm.Data.Models.Cards;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Tokenizers;

/// <summary>
/// Text to ids as SigLIP does it: the canonical form, SentencePiece's unigram pieces, an end, padding. The names of special pieces in a
/// caption are words like any other: a caption cannot end itself early. Safe for use by several threads.
/// </summary>
public sealed class PieceTokenizer : ITextTokenizer
{
    private const char WordStart = '▁'; // what SentencePiece writes for a space; it must not come from a caption

    private readonly SentencePieceTokenizer _pieces;
    private readonly PieceVocabulary _vocabulary;
    private readonly TextSettings _settings;

    /// <exception cref="ConfigurationException">The model cannot be loaded.</exception>
    public PieceTokenizer(PieceVocabulary vocabulary, TextSettings settings)
    {
        (_vocabulary, _settings) = (vocabulary, settings);
        try
        {
            using var model = new MemoryStream(vocabulary.Model.ToArray());
            _pieces = SentencePieceTokenizer.Create(model, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new ConfigurationException($"The SentencePiece model cannot be loaded: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public int Context => _settings.Context;

    /// <inheritdoc/>
    public int Encode(string text, Span<int> ids)
    {
        if (ids.Length != Context)
            throw new ArgumentException($"Room for {Context} ids is wanted, not for {ids.Length}.", nameof(ids));
        var clean = TextCleaner.Clean(text.Replace(WordStart, ' '), _settings);
        var kept = 0;
        foreach (var piece in _pieces.EncodeToIds(clean, addBeginningOfSentence: false, addEndOfSentence: false))
        {
            // SentencePiece tells neighbours that it does not know as one; Microsoft.ML.Tokenizers 2.0.1 tells each.
            if (piece == _vocabulary.Unknown && kept > 0 && ids[kept - 1] == piece)
                continue;
            if (kept == Context - 1)
                break;
            ids[kept++] = piece;
        }

        ids[kept++] = _vocabulary.End;
        ids[kept..].Fill(_settings.PadId);
        return kept;
    }
}

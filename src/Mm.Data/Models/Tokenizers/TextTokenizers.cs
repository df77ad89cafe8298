using Mm.Data.Models.Cards;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Tokenizers;

/// <summary>The tokenizer that a card asks for, from the files that it names.</summary>
public static class TextTokenizers
{
    /// <summary>The ids of a text in an array of their own.</summary>
    public static TextTokens Encode(this ITextTokenizer tokenizer, string text)
    {
        var ids = new int[tokenizer.Context];
        return new TextTokens(ids, tokenizer.Encode(text, ids));
    }

    /// <exception cref="ConfigurationException">No vocabulary is named, or it is not what the card says.</exception>
    public static ITextTokenizer Load(StoredModel model)
    {
        var text = model.Card.Settings.Text!;
        return text.Tokenizer is TokenizerKind.SentencePiece
            ? new PieceTokenizer(Pieces(model), text)
            : new ClipTokenizer(Pairs(model), text);
    }

    private static ClipVocabulary Pairs(StoredModel model)
    {
        if (model.HasFile("bpe"))
            return ClipVocabulary.FromOpenAi(model.PathOf("bpe"));
        return model.HasFile("tokenizer")
            ? ClipVocabulary.FromTokenizerJson(model.PathOf("tokenizer"))
            : ClipVocabulary.FromVocabAndMerges(model.PathOf("vocab"), model.PathOf("merges"));
    }

    private static PieceVocabulary Pieces(StoredModel model) => model.HasFile("tokenizer")
        ? PieceVocabulary.FromTokenizerJson(model.PathOf("tokenizer"))
        : PieceVocabulary.FromModel(model.PathOf("spiece"));
}

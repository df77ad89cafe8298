namespace Mm.Data.Models.Tokenizers;

/// <summary>Text to the ids of a text tower: byte pairs (CLIP) or SentencePiece (SigLIP). Safe for use by several threads.</summary>
public interface ITextTokenizer
{
    /// <summary>Ids a text gets, the padding counted.</summary>
    int Context { get; }

    /// <summary>Cleans, cuts, ends and pads a text; a long text is cut and keeps its end.</summary>
    /// <param name="text">Any text, also none.</param>
    /// <param name="ids">Gets <see cref="Context"/> ids.</param>
    /// <returns>How many of them are real; the others are padding.</returns>
    /// <exception cref="ArgumentException"><paramref name="ids"/> is not <see cref="Context"/> long.</exception>
    int Encode(string text, Span<int> ids);
}

namespace Mm.Data.Models.Cards;

public enum TokenizerKind : byte
{
    /// <summary>CLIP's byte pairs: a start, words in pieces, an end.</summary>
    ClipBpe,

    /// <summary>SentencePiece's unigram pieces (T5, SigLIP): no start, an end.</summary>
    SentencePiece,
}

/// <summary>What is done to a caption before it is cut into pieces.</summary>
public enum TextCleaning : byte
{
    /// <summary>OpenAI's: HTML entities resolved twice, white space collapsed.</summary>
    Clip,

    /// <summary>SigLIP's canonical form: ASCII punctuation taken out, white space collapsed (big_vision, prompt_engineering.py).</summary>
    Siglip,

    /// <summary>White space collapsed, nothing else.</summary>
    None,
}

/// <summary>Caption to ids. <see cref="Context"/> counts start and end; what is longer is cut and keeps its end.</summary>
public sealed record TextSettings
{
    public TokenizerKind Tokenizer { get; init; }

    public TextCleaning Cleaning { get; init; }

    public required int Context { get; init; }

    public int PadId { get; init; }

    public bool Lower { get; init; } = true;

    public required string Input { get; init; }

    public required string Output { get; init; }

    /// <summary>Name of the mask input (1 for real ids, 0 for padding) where the export has one.</summary>
    public string? AttentionMask { get; init; }
}

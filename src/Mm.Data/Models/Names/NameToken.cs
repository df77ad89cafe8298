namespace Mm.Data.Models.Names;

/// <summary>How a token is written; the digits' share of it tells years and postcodes from house numbers.</summary>
internal enum TokenShape : byte
{
    Edge,
    Lower,
    Capital,
    Upper,
    Initial,
    Mixed,
    Digits1,
    Digits2,
    Digits3,
    Year,
    Digits4,
    Digits5,
    DigitsLong,
    LettersDigits,
    Uncased,
    NewLine,
    BlankLine,
    Stop,
    Comma,
    Dash,
    Apostrophe,
    Colon,
    Bracket,
    Quote,
    Slash,
    Symbol,
}

/// <summary>
/// A word, a number, a sign or the end of a line. <paramref name="Hash"/> is of its lower-case letters, every digit as 0, so that
/// numbers of one length are one word.
/// </summary>
internal readonly record struct NameToken(int Start, int Length, uint Hash, TokenShape Shape)
{
    public int End => Start + Length;

    public bool IsLine => Shape is TokenShape.NewLine or TokenShape.BlankLine;
}

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

/// <summary>What the capitals of a token say, as far as capitals say anything where it stands.</summary>
internal enum TokenCase : byte
{
    Edge,
    Lower,
    Capital,
    Upper,
    Initial,
    Uncased,
    Digits,
    Line,
    Sign,

    /// <summary>Lower case where nobody writes capitals.</summary>
    Plain,

    /// <summary>Upper case where all is upper case.</summary>
    Loud,
}

/// <summary>
/// A word, a number, a sign or the end of a line. <paramref name="Hash"/> is of its lower-case letters, every digit as 0, so that
/// numbers of one length are one word.
/// </summary>
internal record struct NameToken(int Start, int Length, uint Hash, TokenShape Shape)
{
    /// <summary>Set by <see cref="NameGate"/>, which sees what stands around it.</summary>
    public TokenCase Case { get; set; }

    public readonly int End => Start + Length;

    public readonly bool IsLine => Shape is TokenShape.NewLine or TokenShape.BlankLine;
}

using System.Globalization;

namespace Mm.Data.Models.Names;

/// <summary>
/// Cuts text into tokens in one pass: runs of letters, marks and digits are words, every other sign stands alone, white space only
/// parts, except that the end of a line is a token, for addresses stand in lines. Apostrophes and dashes part words.
/// </summary>
internal ref struct NameTokenizer(ReadOnlySpan<char> text)
{
    private const uint HashStart = 2166136261;
    private const uint HashFactor = 16777619;

    private static readonly byte[] Classes = MakeClasses();

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    private enum Class : byte
    {
        Sign,
        Space,
        Line,
        Lower,
        Upper,
        Letter,
        Digit,
    }

    /// <summary>The next token; false at the end of the text.</summary>
    public bool Next(out NameToken token)
    {
        while (_at < _text.Length)
        {
            var kind = ClassOf(_text[_at]);
            if (kind == Class.Space)
            {
                _at++;
                continue;
            }

            token = kind switch
            {
                Class.Line => Line(),
                Class.Sign => Sign(),
                _ => Word(),
            };
            return true;
        }

        token = default;
        return false;
    }

    /// <summary>Hash of a word as tokens carry it.</summary>
    public static uint HashOf(ReadOnlySpan<char> word)
    {
        var hash = HashStart;
        foreach (var character in word)
            hash = Add(hash, Fold(character));
        return hash;
    }

    private static uint Add(uint hash, char folded) => (hash ^ folded) * HashFactor;

    private static char Fold(char character) => ClassOf(character) switch
    {
        Class.Upper => character < 128 ? (char)(character | 0x20) : char.ToLowerInvariant(character),
        Class.Digit => '0',
        _ => character,
    };

    private NameToken Word()
    {
        var start = _at;
        var hash = HashStart;
        int upper = 0, lower = 0, letters = 0, digits = 0;
        for (; _at < _text.Length; _at++)
        {
            var character = _text[_at];
            var kind = ClassOf(character);
            if (kind < Class.Lower)
                break;
            switch (kind)
            {
                case Class.Lower:
                    lower++;
                    break;
                case Class.Upper:
                    upper++;
                    character = character < 128 ? (char)(character | 0x20) : char.ToLowerInvariant(character);
                    break;
                case Class.Digit:
                    digits++;
                    character = '0';
                    break;
                default:
                    letters++;
                    break;
            }

            hash = Add(hash, character);
        }

        var length = _at - start;
        var shape = digits == length ? Number(start, length)
            : digits > 0 ? TokenShape.LettersDigits
            : upper == 0 ? lower > 0 ? TokenShape.Lower : TokenShape.Uncased
            : length == 1 ? TokenShape.Initial
            : lower == 0 ? TokenShape.Upper
            : upper == 1 && ClassOf(_text[start]) == Class.Upper ? TokenShape.Capital
            : TokenShape.Mixed;
        return new NameToken(start, length, hash, shape);
    }

    private readonly TokenShape Number(int start, int length) => length switch
    {
        1 => TokenShape.Digits1,
        2 => TokenShape.Digits2,
        3 => TokenShape.Digits3,
        4 => _text[start..].StartsWith("19") || _text[start..].StartsWith("20") ? TokenShape.Year : TokenShape.Digits4,
        5 => TokenShape.Digits5,
        _ => TokenShape.DigitsLong,
    };

    // However many blank lines there are, they are one token.
    private NameToken Line()
    {
        var start = _at;
        var lines = 0;
        for (; _at < _text.Length && ClassOf(_text[_at]) is Class.Line or Class.Space; _at++)
            lines += _text[_at] == '\n' ? 1 : 0;
        return new NameToken(start, _at - start, lines > 1 ? 2u : 1u, lines > 1 ? TokenShape.BlankLine : TokenShape.NewLine);
    }

    private NameToken Sign()
    {
        var start = _at++;
        var sign = _text[start];
        var shape = sign switch
        {
            '.' or '!' or '?' => TokenShape.Stop,
            ',' => TokenShape.Comma,
            '-' or '\u2013' or '\u2014' => TokenShape.Dash,
            '\'' or '\u2019' or '\u02bc' => TokenShape.Apostrophe,
            ':' or ';' => TokenShape.Colon,
            '(' or ')' or '[' or ']' or '{' or '}' or '<' or '>' => TokenShape.Bracket,
            '"' or '\u201c' or '\u201d' or '\u00ab' or '\u00bb' => TokenShape.Quote,
            '/' or '\\' or '|' or '_' or '@' => TokenShape.Slash,
            _ => TokenShape.Symbol,
        };
        return new NameToken(start, 1, Add(HashStart, sign), shape);
    }

    private static Class ClassOf(char character) => character < Classes.Length ? (Class)Classes[character] : Slow(character);

    private static byte[] MakeClasses() => [.. Enumerable.Range(0, 0x250).Select(code => (byte)Slow((char)code))];

    private static Class Slow(char character) => char.GetUnicodeCategory(character) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter => Class.Upper,
        UnicodeCategory.LowercaseLetter => Class.Lower,
        UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Surrogate => Class.Letter,
        UnicodeCategory.DecimalDigitNumber => Class.Digit,
        UnicodeCategory.SpaceSeparator => Class.Space,
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => Class.Line,
        _ => character is '\n' or '\r' ? Class.Line : char.IsControl(character) ? Class.Space : Class.Sign,
    };
}

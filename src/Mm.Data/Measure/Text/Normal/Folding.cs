using System.Globalization;
using System.Text;

namespace Mm.Data.Measure.Text.Normal;

/// <summary>
/// One character as recognisers read it: full-width forms, styled letters and digits of every script as ASCII, every kind of space and
/// dash as one, characters that nobody sees as nothing. After the compatibility mappings of Unicode (UAX 15), as far as they serve to
/// hide an address or a number.
/// </summary>
internal static class Folding
{
    private const int StyledLetters = 52;

    // Letters that the block of mathematical letters leaves out, because Unicode had them before.
    private const string LetterLike = "ℎhℬBℰEℱFℋHℐIℒLℳMℛRℯeℊgℴoℭCℌHℑIℜRℨZℂCℍHℕNℙPℚQℝRℤZ";

    /// <summary>What takes its place; "" for what is not seen.</summary>
    public static string Plain(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => rune.ToString(),
        < 0x7f => rune.ToString(),
        >= 0xff01 and <= 0xff5e => ((char)(rune.Value - 0xff01 + '!')).ToString(),
        0x2212 or 0xfe63 or 0x2043 => "-",
        0x3002 or 0xff61 or 0x2024 or 0xfe52 or 0x06d4 => ".",
        0xfe6b => "@",
        0x2236 or 0xfe55 or 0xa789 => ":",
        0x2044 or 0x2215 => "/",
        0x3164 or 0xffa0 or 0x115f or 0x1160 or 0x2800 => "", // letters and dots without ink
        >= 0x1d400 and <= 0x1d6a3 => Latin((rune.Value - 0x1d400) % StyledLetters),
        >= 0x24b6 and <= 0x24e9 => Latin(rune.Value - 0x24b6),
        >= 0x249c and <= 0x24b5 => Latin(rune.Value - 0x249c + 26),
        >= 0x1f130 and <= 0x1f149 => Latin(rune.Value - 0x1f130),
        >= 0x1f150 and <= 0x1f169 => Latin(rune.Value - 0x1f150),
        >= 0x1f170 and <= 0x1f189 => Latin(rune.Value - 0x1f170),
        >= 0xfb00 and <= 0xfb06 => Ligature(rune),
        >= 0x2102 and <= 0x2134 => Pair(LetterLike, rune),
        >= 0xfe00 and <= 0xfe0f or (>= 0xe0100 and <= 0xe01ef) or 0x034f => "", // variation selectors, the joiner that joins nothing
        _ => OfCategory(rune),
    };

    private static string OfCategory(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.DecimalDigitNumber => ((char)('0' + (int)Rune.GetNumericValue(rune))).ToString(),
        UnicodeCategory.OtherNumber when Rune.GetNumericValue(rune) is >= 0 and <= 9 and var value && value == Math.Floor(value) =>
            ((char)('0' + (int)value)).ToString(), // superscripts, subscripts, digits in circles
        UnicodeCategory.SpaceSeparator => " ",
        UnicodeCategory.DashPunctuation => "-",
        UnicodeCategory.Format => "",
        UnicodeCategory.Control when rune.Value != 0x85 => "",
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "\n",
        _ => rune.ToString(),
    };

    private static string Latin(int place) => ((char)(place < 26 ? 'A' + place : 'a' + place - 26)).ToString();

    private static string Pair(string pairs, Rune rune)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (pairs[i] == rune.Value)
                return pairs[i + 1].ToString();
        }

        return rune.ToString();
    }

    private static string Ligature(Rune rune) => rune.Value switch
    {
        0xfb00 => "ff",
        0xfb01 => "fi",
        0xfb02 => "fl",
        0xfb03 => "ffi",
        0xfb04 => "ffl",
        _ => "st",
    };
}

using System.Globalization;
using System.Net;
using System.Text;

namespace Mm.Data.Measure.Text.Normal;

/// <summary>Characters written as something else: HTML references, backslash escapes of programming languages, percent-encoding.</summary>
internal static class Escapes
{
    private const int ReferenceLengthMax = 12;
    private const int PercentBytesMax = 4;

    /// <summary>Whether an escape may begin with it.</summary>
    public static bool MayBegin(char character) => character is '&' or '\\' or '%';

    /// <summary>What is written at <paramref name="at"/> and how many characters that takes; "" and 0 where it is no escape.</summary>
    public static (string Plain, int Length) Read(string text, int at) => text[at] switch
    {
        '&' => Reference(text, at),
        '\\' => Backslash(text, at),
        '%' => Percent(text, at),
        _ => ("", 0),
    };

    // "&amp;#64;" was escaped twice on its way through two programs.
    private static (string Plain, int Length) Reference(string text, int at)
    {
        var end = text.AsSpan(at, Math.Min(ReferenceLengthMax, text.Length - at)).IndexOf(';');
        if (end < 2)
            return ("", 0);
        var reference = text.Substring(at, end + 1);
        var plain = Decode(reference);
        if (plain == reference)
            return ("", 0);
        var behind = text.AsSpan(at + end + 1, Math.Min(ReferenceLengthMax, text.Length - at - end - 1));
        if (plain == "&" && behind.IndexOf(';') is var rest and > 0)
        {
            var inner = string.Concat("&", behind[..(rest + 1)]);
            if (Decode(inner) is var twice && twice != inner && twice != "&")
                return (twice, end + 1 + rest + 1);
        }

        return (plain, reference.Length);
    }

    // The library knows the names of HTML 4; these of HTML 5 are used to hide addresses.
    private static string Decode(string reference) => reference switch
    {
        "&commat;" => "@",
        "&period;" => ".",
        "&plus;" => "+",
        "&lowbar;" => "_",
        "&colon;" => ":",
        "&sol;" => "/",
        "&hyphen;" or "&dash;" => "-",
        "&lpar;" => "(",
        "&rpar;" => ")",
        _ => WebUtility.HtmlDecode(reference),
    };

    // \u0040, \U00000040, \x40, \u{40}
    private static (string Plain, int Length) Backslash(string text, int at)
    {
        if (at + 3 >= text.Length)
            return ("", 0);
        if (text[at + 1] == 'u' && text[at + 2] == '{')
        {
            var close = text.AsSpan(at + 3, Math.Min(9, text.Length - at - 3)).IndexOf('}');
            return close > 0 ? Hex(text, at + 3, close, close + 4) : ("", 0);
        }

        var digits = text[at + 1] switch { 'u' => 4, 'U' => 8, 'x' => 2, _ => 0 };
        return digits > 0 && at + 2 + digits <= text.Length ? Hex(text, at + 2, digits, digits + 2) : ("", 0);
    }

    private static (string Plain, int Length) Hex(string text, int start, int digits, int length)
    {
        if (!int.TryParse(text.AsSpan(start, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return ("", 0);
        if (Rune.IsValid(value))
            return (new Rune(value).ToString(), length);
        return value is >= 0 and <= char.MaxValue ? (((char)value).ToString(), length) : ("", 0);
    }

    // One character in UTF-8: %40, %C3%A9.
    private static (string Plain, int Length) Percent(string text, int at)
    {
        Span<byte> bytes = stackalloc byte[PercentBytesMax];
        for (var count = 0; count < PercentBytesMax; count++)
        {
            var place = at + (3 * count);
            if (place + 2 >= text.Length || text[place] != '%' || !byte.TryParse(
                text.AsSpan(place + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count]))
                return ("", 0);
            var status = Rune.DecodeFromUtf8(bytes[..(count + 1)], out var rune, out _);
            if (status is System.Buffers.OperationStatus.Done)
                return (rune.ToString(), 3 * (count + 1));
            if (status is System.Buffers.OperationStatus.InvalidData)
                return ("", 0);
        }

        return ("", 0);
    }
}

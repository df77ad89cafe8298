using System.Globalization;
using System.Text;

namespace Mm.Data.Tests.Measure.Text;

/// <summary>Ways to write a value so that people still read it and patterns do not.</summary>
internal static class Evasions
{
    private const string Latin = "aceijopsxyABCEHIJKMOPSTXY";
    private const string LookAlikes = "асеіјорѕхуАВСЕНІЈКМОРЅТХУ";

    /// <summary>Each takes the whole value apart, character by character.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } = new Dictionary<string, Func<string, string>>
    {
        ["zero-width spaces"] = value => string.Join('\u200b', Parts(value)),
        ["soft hyphens"] = value => string.Join('\u00ad', Parts(value)),
        ["marks of direction"] = value => "\u202e" + string.Join('\u200f', Parts(value)) + "\u202c",
        ["full-width forms"] = value => Each(value, c => c is > ' ' and < '\x7f' ? ((char)(c - '!' + '\uff01')).ToString() : c.ToString()),
        ["look-alikes"] = value => Each(value, c => Latin.IndexOf(c) is >= 0 and var at ? LookAlikes[at].ToString() : c.ToString()),
        ["decomposed letters and strokes"] = value => Each(value, c => c == 'ë' ? "e\u0308" : char.IsAsciiLetterOrDigit(c) ? c + "\u0336" : c.ToString()),
        ["decimal references"] = value => Each(value, c => $"&#{(int)c};"),
        ["hexadecimal references"] = value => Each(value, c => $"&#x{(int)c:X};"),
        ["backslash escapes"] = value => Each(value, c => $"\\u{(int)c:x4}"),
        ["percent-encoding"] = value => string.Concat(Encoding.UTF8.GetBytes(value).Select(b => $"%{b:X2}")),
        ["digits of another script"] = value => Each(value, c => char.IsAsciiDigit(c) ? ((char)('٠' + c - '0')).ToString() : c.ToString()),
        ["styled letters and digits"] = value => Each(value, Styled),
        ["other spaces and dashes"] = value => value.Replace(' ', '\u2009').Replace('-', '\u2011'),
    };

    private static string Styled(char c) => c switch
    {
        >= 'a' and <= 'z' => char.ConvertFromUtf32(0x1d41a + c - 'a'),
        >= 'A' and <= 'Z' => char.ConvertFromUtf32(0x1d400 + c - 'A'),
        >= '0' and <= '9' => char.ConvertFromUtf32(0x1d7ce + c - '0'),
        _ => c.ToString(CultureInfo.InvariantCulture),
    };

    private static string Each(string value, Func<char, string> write) => string.Concat(value.Select(write));

    private static IEnumerable<string> Parts(string value) => value.Select(c => c.ToString());
}

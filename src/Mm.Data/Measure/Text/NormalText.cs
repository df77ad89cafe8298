using System.Globalization;
using System.Net;
using System.Text;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Text as recognisers read it: full-width forms and decimal digits of every script as ASCII, every kind of space and dash as one,
/// HTML character references resolved, zero-width and other format characters gone. Remembers where each character came from.
/// </summary>
internal sealed class NormalText
{
    private const int ReferenceLengthMax = 10;

    private readonly StringBuilder _text;
    private readonly List<int> _starts;
    private readonly List<int> _ends;

    public NormalText(string original)
    {
        (_text, _starts, _ends) = (new StringBuilder(original.Length), new List<int>(original.Length), new List<int>(original.Length));
        for (var at = 0; at < original.Length;)
        {
            var (plain, length) = Next(original, at);
            foreach (var character in plain)
            {
                _text.Append(character);
                _starts.Add(at);
                _ends.Add(at + length);
            }

            at += length;
        }

        Text = _text.ToString();
    }

    public string Text { get; }

    /// <summary>Where a stretch of <see cref="Text"/> lies in the original: start and length in UTF-16 units.</summary>
    public (int Start, int Length) Locate(int start, int end) => (_starts[start], _ends[end - 1] - _starts[start]);

    private static (string Plain, int Length) Next(string original, int at)
    {
        if (original[at] == '&' && Reference(original, at) is { } reference)
            return (string.Concat(Decode(reference).EnumerateRunes().Select(Plain)), reference.Length);
        return Rune.TryGetRuneAt(original, at, out var rune) ? (Plain(rune), rune.Utf16SequenceLength) : (original.Substring(at, 1), 1);
    }

    private static string? Reference(string original, int at)
    {
        var end = original.AsSpan(at, Math.Min(ReferenceLengthMax, original.Length - at)).IndexOf(';');
        if (end < 2)
            return null;
        var reference = original.Substring(at, end + 1);
        return Decode(reference) == reference ? null : reference;
    }

    // The library knows the names of HTML 4; these of HTML 5 are used to hide addresses.
    private static string Decode(string reference) => reference switch
    {
        "&commat;" => "@",
        "&period;" => ".",
        "&plus;" => "+",
        _ => WebUtility.HtmlDecode(reference),
    };

    private static string Plain(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => rune.ToString(),
        < 0x7f => rune.ToString(),
        >= 0xff01 and <= 0xff5e => ((char)(rune.Value - 0xff01 + '!')).ToString(),
        0x2212 or 0xfe63 => "-",
        0x3002 or 0xff61 => ".",
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => ((char)('0' + (int)Rune.GetNumericValue(rune))).ToString(),
            UnicodeCategory.SpaceSeparator => " ",
            UnicodeCategory.DashPunctuation => "-",
            UnicodeCategory.Format => "",
            UnicodeCategory.Control when rune.Value == 0xad => "",
            _ => rune.ToString(),
        },
    };
}

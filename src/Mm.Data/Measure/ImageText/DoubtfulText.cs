using Mm.Data.Pipeline;

namespace Mm.Data.Measure.ImageText;

/// <summary>
/// What may be personal data that was misread: one wrong digit and no checksum holds, one lost dot and an address is none. So long numbers
/// and whatever stands around an at sign count although no recogniser knows them. Dates and amounts do not.
/// </summary>
/// <param name="digitsMin">Digits from which a number counts.</param>
internal sealed class DoubtfulText(int digitsMin)
{
    private const float Score = 0.4f;
    private const int SeparatorsMax = 2;
    private const int HardwarePairsMin = 4;

    public IEnumerable<Span> Find(string text) => [.. Numbers(text), .. Addresses(text), .. Hardware(text)];

    /// <summary>Digits with at most two separators between them, amounts of money left out.</summary>
    private IEnumerable<Span> Numbers(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var (end, digits) = (start, 0);
            for (var at = start; at < text.Length && at - end <= SeparatorsMax; at++)
            {
                if (char.IsAsciiDigit(text[at]) && !IsAmount(text, at))
                    (end, digits) = (at + 1, digits + 1);
                else if (digits == 0 || !IsSeparator(text[at]))
                    break;
            }

            if (digits >= digitsMin && !IsDate(text[start..end]))
                yield return new Span(start, end - start, "NUMBER", Score);
            start = Math.Max(end, start + 1);
        }
    }

    private static IEnumerable<Span> Addresses(string text)
    {
        for (var at = text.IndexOf('@'); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var (start, end) = (at, at + 1);
            while (start > 0 && IsBlank(text, start - 1) && start > at - 1)
                start--;
            while (start > 0 && !IsBlank(text, start - 1))
                start--;
            while (end < text.Length && IsBlank(text, end) && end < at + 2)
                end++;
            while (end < text.Length && !IsBlank(text, end))
                end++;
            if (text[(at + 1)..end].Any(char.IsLetter))
                yield return new Span(start, end - start, "EMAIL", Score);
        }
    }

    /// <summary>Four or more pairs of hexadecimal digits, or what looks like them, between colons: a hardware address.</summary>
    private static IEnumerable<Span> Hardware(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var (end, pairs) = (start, 0);
            while (end + 2 <= text.Length && IsHex(text[end]) && IsHex(text[end + 1]))
            {
                (end, pairs) = (end + 2, pairs + 1);
                var next = SkipBlanks(text, end);
                if (next == text.Length || !IsColon(text[next]))
                    break;
                end = SkipBlanks(text, next + 1);
            }

            if (pairs >= HardwarePairsMin)
                yield return new Span(start, end - start, "MAC_ADDRESS", Score);
            start = pairs >= HardwarePairsMin ? end : start + 1;
        }
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && IsBlank(text, at))
            at++;
        return at;
    }

    private static bool IsHex(char character) => char.IsAsciiHexDigit(character) || char.IsAsciiDigit(LookAlike.Digit(character));

    private static bool IsColon(char character) => character is ':' or ';' or '：' or '.' or '-' or '\'';

    private static bool IsBlank(string text, int at) => char.IsWhiteSpace(text[at]);

    private static bool IsSeparator(char character) => character is ' ' or '-' or '.' or '/' or '(' or ')' or '+' or ',' or '_' or '\'';

    /// <summary>Whether the word around a place is an amount such as <c>1,234.50</c>: two decimals, groups of three before them.</summary>
    private static bool IsAmount(string text, int at)
    {
        var (start, end) = (at, at + 1);
        while (start > 0 && !IsBlank(text, start - 1))
            start--;
        while (end < text.Length && !IsBlank(text, end))
            end++;
        var parts = text[start..end].Trim('$', '€', '£', '-', '+', '*').Split('.', ',');
        return parts.Length >= 2 && parts[^1].Length == 2 && parts[0].Length is >= 1 and <= 4
            && parts[1..^1].All(part => part.Length == 3) && parts.All(part => part.All(char.IsAsciiDigit));
    }

    /// <summary>Day, month and year in any order with one kind of separator: <c>31/12/2019</c>, <c>2019-12-31</c>.</summary>
    private static bool IsDate(string number)
    {
        var separators = number.Where(c => !char.IsAsciiDigit(c)).Distinct().ToArray();
        var lengths = separators.Length == 1 ? number.Split(separators[0]).Select(part => part.Length).ToArray() : [];
        return separators is ['/' or '-' or '.'] && lengths is [<= 2, <= 2, 2 or 4] or [4, <= 2, <= 2];
    }
}

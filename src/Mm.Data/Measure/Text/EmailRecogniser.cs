using System.Net;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Addresses by the shape of RFC 5322 atoms with RFC 6531 letters of every script. The last label of the domain must be letters (or
/// punycode), so a dot that ends the sentence stays outside. <see cref="SpelledEmailRecogniser"/> has those that avoid the sign.
/// </summary>
internal sealed class EmailRecogniser : IRecogniser
{
    private const string LocalSigns = "!#$%&'*+/=?^_`{|}~.-";

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Email];

    public void Find(string text, ICollection<Finding> found)
    {
        for (var at = text.IndexOf('@'); at >= 0; at = Next(text, at))
        {
            var start = at;
            while (start > 0 && IsLocal(text[start - 1]))
                start--;
            while (start < at && !char.IsLetterOrDigit(text[start]) && text[start] is not ('_' or '+' or '-'))
                start++;
            if (start < at && EndOfDomain(text, at + 1) is var end and > 0)
                found.Add(new Finding(start, end, PiiTypes.Email, 1));
        }
    }

    /// <summary>The end of a domain of two labels and more that ends in a top-level one, or an IP address; -1 where there is
    /// none.</summary>
    public static int EndOfDomain(string text, int start)
    {
        var end = start;
        while (end < text.Length && (IsLetterDigitMark(text[end]) || text[end] is '-' or '.'))
            end++;
        if (IsDensity(text.AsSpan(start, end - start)))
            return -1;
        if (IPAddress.TryParse(text.AsSpan(start, end - start).TrimEnd(".-"), out _) && text.AsSpan(start, end - start).Count('.') >= 3)
            return start + text.AsSpan(start, end - start).TrimEnd(".-").Length;

        var (best, label, labels) = (-1, start, 0);
        for (var at = start; at <= end; at++)
        {
            if (at < end && text[at] != '.')
                continue;
            var name = text.AsSpan(label, at - label).TrimEnd('-');
            if (name.Length == 0)
                break;
            if (++labels > 1 && IsTopLevel(name))
                best = label + name.Length;
            if (name.Length < at - label)
                break;
            label = at + 1;
        }

        return best;
    }

    private static int Next(string text, int at)
    {
        var next = text.AsSpan(at + 1).IndexOf('@');
        return next < 0 ? -1 : at + 1 + next;
    }

    // icon@2x.png is a picture for dense screens.
    private static bool IsDensity(ReadOnlySpan<char> domain)
    {
        var digits = domain.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && domain[digits..].StartsWith("x.");
    }

    private static bool IsTopLevel(ReadOnlySpan<char> label) =>
        label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
        || (label.Length >= 2 && !label.ContainsAnyInRange('0', '9') && !label.Contains('-'));

    private static bool IsLocal(char character) => IsLetterDigitMark(character) || LocalSigns.Contains(character);

    private static bool IsLetterDigitMark(char character) => char.IsAscii(character)
        ? char.IsAsciiLetterOrDigit(character)
        : char.IsLetterOrDigit(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character)
            is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Reads parts of a compact identifier.</summary>
internal static class Compact
{
    public static bool AreDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    public static bool AreLetters(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('A', 'Z');

    /// <summary>Digits, of which not all are the same: nobody is issued 000000000 or 111111111.</summary>
    public static bool IsNumber(ReadOnlySpan<char> text, int length) =>
        text.Length == length && AreDigits(text) && text.ContainsAnyExcept(text[0]);

    /// <summary>Two letters of a country (or more) before a number that holds.</summary>
    public static bool HasPrefix(ReadOnlySpan<char> text, ReadOnlySpan<char> prefix, IdentifierCheck rest) =>
        text.StartsWith(prefix) && rest(text[prefix.Length..]);

    /// <summary>At most nine digits as a number.</summary>
    public static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = (number * 10) + (digit - '0');
        return number;
    }

    /// <summary>A digit at <paramref name="at"/>.</summary>
    public static int Digit(ReadOnlySpan<char> text, int at) => text[at] - '0';
}

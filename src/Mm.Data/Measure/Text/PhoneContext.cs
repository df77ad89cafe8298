using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Mm.Data.Measure.Text;

/// <summary>What stands around digits: a word that announces a phone number, or a sign that they are something else.</summary>
internal static class PhoneContext
{
    private const int Reach = 40;
    private const int WordsMax = 4;

    private static readonly FrozenSet<string> Words = new[]
    {
        "phone", "phones", "telephone", "tel", "call", "calls", "calling", "mobile", "cell", "cellphone", "fax", "whatsapp", "sms", "dial",
        "ring", "hotline",
        "telefon", "telefonnummer", "handy", "mobil", "anruf", "anrufen", "rufnummer", "téléphone", "telephoner", "appeler",
        "appelez", "portable",
        "teléfono",
        "telefono", "llamar", "llame", "móvil", "cellulare", "telefone", "ligue",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Currencies =
        new[] { "usd", "eur", "gbp", "chf", "jpy", "cny", "inr", "isbn", "issn", "ean", "doi" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly Regex Word = new(@"\p{L}+", RegexOptions.NonBacktracking);

    private static readonly Regex Date = new(
        @"^(?:(?:19|20)\d\d[ ./\-]?[01]?\d[ ./\-]?[0-3]?\d|[0-3]?\d[./\-][0-3]?\d[./\-](?:19|20)?\d\d)"
        + @"(?:[ \-]+(?:(?:19|20)\d\d.*|[0-3]?\d[./\-].*|\d{1,6}))?$",
        RegexOptions.NonBacktracking);

    private static readonly Regex Fraction = new(@"^\d{1,2}\.\d{5,}$", RegexOptions.NonBacktracking);

    private static readonly Regex Years = new(@"^(?:(?:19|20)\d\d[ ./\-]*)+$", RegexOptions.NonBacktracking);

    public static bool Announces(string text, int start) => WordsBefore(text, start).Any(Words.Contains);

    /// <summary>An amount of money, a decimal, a book number, a date or a row of years.</summary>
    public static bool IsOtherNumber(string text, int start, int end)
    {
        var written = text.AsSpan(start, end - start);
        if (written[0] == '+')
            return false;
        var before = text.AsSpan(0, start).TrimEnd(' ');
        var after = text.AsSpan(end).TrimStart(' ');
        return (before.Length > 0 && char.GetUnicodeCategory(before[^1]) is System.Globalization.UnicodeCategory.CurrencySymbol)
            || (after.Length > 0 && char.GetUnicodeCategory(after[0]) is System.Globalization.UnicodeCategory.CurrencySymbol)
            || ContinuesNumber(text, start, end)
            || WordsBefore(text, start).TakeLast(2).Any(Currencies.Contains)
            || IsBookNumber(written)
            || Date.IsMatch(written)
            || Fraction.IsMatch(written)
            || Years.IsMatch(written);
    }

    private static IEnumerable<string> WordsBefore(string text, int start)
    {
        var from = Math.Max(0, start - Reach);
        return Word.Matches(text[from..start]).TakeLast(WordsMax).Select(match => match.Value);
    }

    // 3.14159... and 1,234,567
    private static bool ContinuesNumber(string text, int start, int end) =>
        (start >= 2 && text[start - 1] is '.' or ',' && char.IsAsciiDigit(text[start - 2]))
        || (end + 1 < text.Length && text[end] is '.' or ',' or ':' && char.IsAsciiDigit(text[end + 1]));

    // ISBN-13: 978 or 979 and a check digit with weights 1 and 3 (ISO 2108).
    private static bool IsBookNumber(ReadOnlySpan<char> written)
    {
        var (count, sum, prefix) = (0, 0, 0);
        foreach (var character in written)
        {
            if (!char.IsAsciiDigit(character))
                continue;
            var digit = character - '0';
            prefix = count < 3 ? (prefix * 10) + digit : prefix;
            sum += count % 2 == 0 ? digit : digit * 3;
            count++;
        }

        return count == 13 && prefix is 978 or 979 && sum % 10 == 0;
    }
}

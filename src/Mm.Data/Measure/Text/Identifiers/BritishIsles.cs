using System.Buffers;
using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>The United Kingdom and Ireland.</summary>
internal static class BritishIsles
{
    private const string IrishLetters = "WABCDEFGHIJKLMNOPQRSTUV";

    private static readonly SearchValues<char> NinoNever = SearchValues.Create("DFIQUV");

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "GB_NHS",
            Country = "GB",
            Name = "NHS number",
            Validation = Validation.Checksum,
            Shapes = ["999 999 9999", "999-999-9999", "9999999999"],
            Check = IsNhs,
            Context = ["nhs", "national health service"],
            NeedsContext = true,
        },
        new()
        {
            Type = "GB_CHI",
            Country = "GB",
            Name = "Community Health Index number (Scotland)",
            Validation = Validation.Checksum,
            Shapes = ["9999999999", "999999 9999"],
            Check = s => IsNumber(s, 10) && Days.IsDdMmYy(s) && IsModulo11(s),
            Context = ["chi", "community health index"],
            NeedsContext = true,
        },
        new()
        {
            Type = "GB_NINO",
            Country = "GB",
            Name = "National Insurance number",
            Validation = Validation.Structure,
            Shapes = ["AA 99 99 99 A", "AA999999A", "AA 999999 A", "AA-99-99-99-A"],
            Check = IsNino,
            Context = ["nino", "national insurance", "ni number", "insurance number"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "GB_UTR",
            Country = "GB",
            Name = "Unique taxpayer reference",
            Validation = Validation.Checksum,
            Shapes = ["9999999999", "99999 99999", "999 999 9999"],
            Check = s => IsNumber(s, 10) && s[0] == "21987654321"[Sum(s[1..], [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11],
            Context = ["utr", "taxpayer reference", "self assessment"],
            NeedsContext = true,
        },
        new()
        {
            Type = "GB_DRIVING_LICENCE",
            Country = "GB",
            Name = "Driving licence (DVLA)",
            Validation = Validation.Structure,
            Shapes = ["XXXXX999999AX9AA", "XXXXX 999999 AX9AA"],
            Check = IsDrivingLicence,
            Context = ["driving licence", "driver licence", "dvla", "licence number"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "GB_SORT_CODE",
            Country = "GB",
            Name = "Sort code",
            Shapes = ["99-99-99", "99 99 99"],
            Context = ["sort code", "sortcode"],
            NeedsContext = true,
        },
        new()
        {
            Type = "GB_VAT",
            Country = "GB",
            Name = "VAT registration number",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999", "AA 999 9999 99", "AA999 9999 99", "AA 999999999"],
            Check = s => s.StartsWith("GB") && IsVat(s[2..]),
            Context = ["vat"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "IE_PPS",
            Country = "IE",
            Name = "Personal Public Service number",
            Validation = Validation.Checksum,
            Shapes = ["9999999A", "9999999AA", "9999999 A", "9999999 AA"],
            Check = IsPps,
            Context = ["pps", "ppsn", "personal public service"],
            NeedsContext = true,
        },
        new()
        {
            Type = "IE_VAT",
            Country = "IE",
            Name = "VAT number",
            Validation = Validation.Checksum,
            Shapes = ["AA9999999A", "AA9999999AA", "AA 9999999A", "AA 9999999AA"],
            Check = s => s.StartsWith("IE") && IsPps(s[2..]),
            Context = ["vat"],
            Score = Scores.Sure,
        },
    ];

    private static bool IsNhs(ReadOnlySpan<char> s) => IsNumber(s, 10) && IsModulo11(s);

    private static bool IsModulo11(ReadOnlySpan<char> s) => Sum(s, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    // Prefixes that are never used (HMRC, National Insurance Manual NIM39110).
    private static bool IsNino(ReadOnlySpan<char> s) =>
        s.Length == 9 && AreLetters(s[..2]) && !s[..2].ContainsAny(NinoNever) && s[1] != 'O' && AreDigits(s[2..8])
        && s[8] is >= 'A' and <= 'D' && s[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ");

    // Five of the surname padded with 9, decade, month (and 50 for women), day, year, initials, a digit, two check letters.
    private static bool IsDrivingLicence(ReadOnlySpan<char> s)
    {
        if (s.Length != 16 || !AreLetters(s[..1]))
            return false;
        var name = s[..5].TrimEnd('9');
        var month = Number(s[6..8]);
        return AreLetters(name) && AreDigits(s[5..11]) && month is (>= 1 and <= 12) or (>= 51 and <= 62)
            && Days.ExistsInSomeCentury((Digit(s, 5) * 10) + Digit(s, 10), month % 50, Number(s[8..10]))
            && AreLetters(s[11..12]) && (s[12] == '9' || AreLetters(s[12..13])) && AreDigits(s[13..14]) && AreLetters(s[14..]);
    }

    // Numbers given out since 2010 have 55 added.
    private static bool IsVat(ReadOnlySpan<char> s) =>
        IsNumber(s, 9) && (Sum(s, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97) is var rest && (rest == 0 || (rest is 42 or 55 && s[0] != '0'));

    // A second letter of A or H counts nine times; W, T and X, which older numbers have, do not count.
    private static bool IsPps(ReadOnlySpan<char> s)
    {
        if (s.Length is not (8 or 9) || !IsNumber(s[..7], 7))
            return false;
        var second = s.Length == 9 ? s[8] : 'W';
        if (second is not ((>= 'A' and <= 'I') or 'W' or 'T' or 'X'))
            return false;
        var sum = Sum(s, [8, 7, 6, 5, 4, 3, 2]) + (second <= 'I' ? 9 * (second - 'A' + 1) : 0);
        return s[7] == IrishLetters[sum % 23];
    }
}

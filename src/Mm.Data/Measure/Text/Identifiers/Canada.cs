using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Canada
{
    private static readonly IdentifierRule Ohip = new()
    {
        Type = "CA_ON_HEALTH_CARD",
        Country = "CA",
        Name = "Ontario health card",
        Validation = Validation.Checksum,
        Shapes = ["9999-999-999-AA", "9999 999 999 AA", "9999999999AA"],
        Check = IsOhip,
        Context = ["ohip", "health card", "ontario health", "carte santé"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "CA_SIN",
            Country = "CA",
            Name = "Social insurance number",
            Validation = Validation.Checksum,
            Shapes = ["999-999-999", "999 999 999", "999999999"],
            Check = s => IsNumber(s, 9) && Luhn(s),
            Context = ["sin", "social insurance", "assurance sociale"],
            NeedsContext = true,
        },
        new()
        {
            Type = "CA_BUSINESS_NUMBER",
            Country = "CA",
            Name = "Business number with program account",
            Validation = Validation.Checksum,
            Shapes = ["999999999AA9999", "999999999 AA9999", "999999999 AA 9999", "99999 9999 AA9999", "99999 9999 AA 9999"],
            Check = IsBusiness,
            Context = ["business number", "gst", "hst", "payroll account"],
            Score = Scores.Sure,
        },
        Ohip,
        Ohip with { Shapes = ["9999-999-999", "9999 999 999", "9999999999"], NeedsContext = true },
        new()
        {
            Type = "CA_BC_PERSONAL_HEALTH_NUMBER",
            Country = "CA",
            Name = "British Columbia personal health number",
            Validation = Validation.Checksum,
            Shapes = ["9999 999 999", "9999-999-999", "9999999999"],
            Check = IsPersonalHealthNumber,
            Context = ["phn", "personal health number", "bc services card", "carecard", "care card"],
            NeedsContext = true,
        },
        new()
        {
            Type = "CA_QC_HEALTH_INSURANCE",
            Country = "CA",
            Name = "Numéro d'assurance maladie (RAMQ)",
            Validation = Validation.Structure,
            Shapes = ["AAAA 9999 9999", "AAAA-9999-9999", "AAAA99999999"],
            Check = IsRamq,
            Context = ["ramq", "nam", "assurance maladie", "health insurance"],
            Score = Scores.Likely,
        },
    ];

    private static bool IsBusiness(ReadOnlySpan<char> s) =>
        s.Length == 15 && IsNumber(s[..9], 9) && Luhn(s[..9]) && s[9] == 'R' && "CMPTRZ".Contains(s[10]) && AreDigits(s[11..]);

    private static bool IsOhip(ReadOnlySpan<char> s) =>
        s.Length is 10 or 12 && s[0] != '0' && IsNumber(s[..10], 10) && Luhn(s[..10]);

    private static bool IsPersonalHealthNumber(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && s[0] == '9' && (Sum(s[1..], [2, 4, 8, 5, 10, 9, 7, 3]) + Digit(s, 9)) % 11 == 0;

    // Three letters of the surname, one of the first name, year, month (and 50 for women), day, two digits of the office.
    private static bool IsRamq(ReadOnlySpan<char> s) =>
        s.Length == 12 && AreLetters(s[..4]) && AreDigits(s[4..])
        && Days.ExistsInSomeCentury(Number(s[4..6]), Number(s[6..8]) % 50, Number(s[8..10])) && s[6] is '0' or '1' or '5' or '6';
}

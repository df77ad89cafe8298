using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Austria and Switzerland.</summary>
internal static class Alps
{
    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "AT_SOCIAL_INSURANCE",
            Country = "AT",
            Name = "Sozialversicherungsnummer",
            Validation = Validation.Checksum,
            Shapes = ["9999 999999", "9999-999999", "9999999999", "9999 99 99 99"],
            Check = IsSocialInsurance,
            Context = ["sozialversicherungsnummer", "svnr", "sv-nummer", "versicherungsnummer", "e-card"],
            NeedsContext = true,
        },
        new()
        {
            Type = "AT_TAX_NUMBER",
            Country = "AT",
            Name = "Abgabenkontonummer",
            Validation = Validation.Checksum,
            Shapes = ["99-999/9999", "99 999/9999"],
            Check = s => IsNumber(s, 9) && CrossSum(s, [1, 2, 1, 2, 1, 2, 1, 2, 1]) % 10 == 0,
            Context = ["steuernummer", "abgabenkontonummer", "finanzamt"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "AT_VAT",
            Country = "AT",
            Name = "Umsatzsteuer-Identifikationsnummer",
            Validation = Validation.Checksum,
            Shapes = ["AAA99999999", "AA A99999999", "AAA 99999999"],
            Check = s => HasPrefix(
                s, "ATU", rest => IsNumber(rest, 8) && (CrossSum(rest, [1, 2, 1, 2, 1, 2, 1]) + Digit(rest, 7)) % 10 == 6),
            Context = ["uid", "umsatzsteuer", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "CH_AHV",
            Country = "CH",
            Name = "AHV-Nummer / Numéro AVS",
            Validation = Validation.Checksum,
            Shapes = ["999.9999.9999.99", "9999999999999", "999 9999 9999 99"],
            Check = s => IsNumber(s, 13) && s.StartsWith("756") && Sum(s, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 == 0,
            Context = ["ahv", "ahv-nummer", "avs", "sozialversicherungsnummer", "versichertennummer"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "CH_UID",
            Country = "CH",
            Name = "Unternehmens-Identifikationsnummer",
            Validation = Validation.Checksum,
            Shapes = ["AAA-999.999.999", "AAA999999999", "AAA 999 999 999", "AAA-999999999"],
            Check = s => HasPrefix(s, "CHE", rest => IsNumber(rest, 9) && Sum(rest, [5, 4, 3, 2, 7, 6, 5, 4, 1]) % 11 == 0),
            Context = ["uid", "mwst", "tva", "iva"],
            Score = Scores.Sure,
        },
    ];

    // Three digits, a check digit, day of birth; months 13 to 15 where a day ran out of numbers.
    private static bool IsSocialInsurance(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && s[0] != '0' && Number(s[6..8]) is var month && month is >= 1 and <= 15
        && Days.ExistsInSomeCentury(Number(s[8..]), Math.Min(month, 12), Number(s[4..6]))
        && Sum(s, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == Digit(s, 3);
}

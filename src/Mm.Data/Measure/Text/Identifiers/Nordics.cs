using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Sweden, Norway, Denmark, Finland, Iceland.</summary>
internal static class Nordics
{
    private const string FinnishCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    private static readonly IdentifierRule Personnummer = new()
    {
        Type = "SE_PERSONNUMMER",
        Country = "SE",
        Name = "Personnummer / Samordningsnummer",
        Validation = Validation.Checksum,
        Shapes = ["999999-9999", "999999+9999", "99999999-9999"],
        Check = IsPersonnummer,
        Context = ["personnummer", "personnr", "samordningsnummer", "pnr"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Cpr = new()
    {
        Type = "DK_CPR",
        Country = "DK",
        Name = "CPR-nummer",
        Validation = Validation.Structure,
        Shapes = ["999999-9999"],
        Check = s => IsNumber(s, 10) && Days.IsDdMmYy(s),
        Context = ["cpr", "cpr-nummer", "cpr-nr", "cprnr", "personnummer"],
    };

    private static readonly IdentifierRule Account = new()
    {
        Type = "NO_BANK_ACCOUNT",
        Country = "NO",
        Name = "Kontonummer",
        Validation = Validation.Checksum,
        Shapes = ["9999.99.99999", "9999 99 99999"],
        Check = s => IsNumber(s, 11) && Sum(s, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
        Context = ["kontonummer", "kontonr", "konto"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Kennitala = new()
    {
        Type = "IS_KENNITALA",
        Country = "IS",
        Name = "Kennitala",
        Validation = Validation.Checksum,
        Shapes = ["999999-9999"],
        Check = IsKennitala,
        Context = ["kennitala", "kt", "kt."],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Personnummer,
        Personnummer with { Shapes = ["9999999999", "999999999999"], NeedsContext = true },
        new()
        {
            Type = "SE_ORGANISATION",
            Country = "SE",
            Name = "Organisationsnummer",
            Validation = Validation.Checksum,
            Shapes = ["999999-9999", "9999999999"],
            Check = s => IsNumber(s, 10) && s[2] >= '2' && s[0] != '0' && Luhn(s),
            Context = ["organisationsnummer", "orgnr", "org.nr", "org nr"],
            NeedsContext = true,
        },
        new()
        {
            Type = "SE_VAT",
            Country = "SE",
            Name = "Momsregistreringsnummer",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999999", "AA 999999999999", "AA 999999-9999 99"],
            Check = s => HasPrefix(
                s, "SE", rest => rest.Length == 12 && rest.EndsWith("01") && IsNumber(rest[..10], 10) && Luhn(rest[..10])),
            Context = ["moms", "momsregistreringsnummer", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "NO_FODSELSNUMMER",
            Country = "NO",
            Name = "Fødselsnummer / D-nummer",
            Validation = Validation.Checksum,
            Shapes = ["999999 99999", "99999999999"],
            Check = IsFodselsnummer,
            Context = ["fødselsnummer", "fodselsnummer", "fnr", "personnummer", "d-nummer"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "NO_ORGANISATION",
            Country = "NO",
            Name = "Organisasjonsnummer",
            Validation = Validation.Checksum,
            Shapes = ["999 999 999", "999999999"],
            Check = s => IsNumber(s, 9) && s[0] is '8' or '9' && Sum(s, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
            Context = ["organisasjonsnummer", "orgnr", "org.nr", "foretaksregisteret"],
            NeedsContext = true,
        },
        Account,
        Account with { Shapes = ["99999999999"], NeedsContext = true },
        Cpr,
        Cpr with { Shapes = ["9999999999", "999999 9999"], NeedsContext = true },
        new()
        {
            Type = "DK_CVR",
            Country = "DK",
            Name = "CVR-nummer",
            Validation = Validation.Checksum,
            Shapes = ["99999999", "99 99 99 99"],
            Check = IsCvr,
            Context = ["cvr", "cvr-nummer", "cvr-nr"],
            NeedsContext = true,
        },
        new()
        {
            Type = "DK_VAT",
            Country = "DK",
            Name = "Momsnummer",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA 99999999", "AA 99 99 99 99"],
            Check = s => s.StartsWith("DK") && IsCvr(s[2..]),
            Context = ["moms", "momsnummer", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "FI_HETU",
            Country = "FI",
            Name = "Henkilötunnus",
            Validation = Validation.Checksum,
            Shapes = ["999999-999X", "999999+999X", "999999A999X"],
            Check = IsHetu,
            Context = ["hetu", "henkilötunnus", "henkilotunnus", "sotu", "personbeteckning"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "FI_BUSINESS_ID",
            Country = "FI",
            Name = "Y-tunnus",
            Validation = Validation.Checksum,
            Shapes = ["9999999-9"],
            Check = IsFinnishBusiness,
            Context = ["y-tunnus", "ytunnus", "fo-nummer", "business id"],
            NeedsContext = true,
        },
        new()
        {
            Type = "FI_VAT",
            Country = "FI",
            Name = "ALV-numero",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA 99999999"],
            Check = s => s.StartsWith("FI") && IsFinnishBusiness(s[2..]),
            Context = ["alv", "alv-numero", "vat"],
            Score = Scores.Sure,
        },
        Kennitala,
        Kennitala with { Shapes = ["9999999999"], NeedsContext = true },
    ];

    // Ten digits, or twelve with the century; co-ordination numbers have 60 added to the day.
    private static bool IsPersonnummer(ReadOnlySpan<char> s)
    {
        if (s.Length == 12 && Number(s[..2]) is < 18 or > 20)
            return false;
        var ten = s.Length == 12 ? s[2..] : s;
        return IsNumber(ten, 10) && AreDigits(s)
            && Days.ExistsInSomeCentury(Number(ten[..2]), Number(ten[2..4]), Number(ten[4..6]) % 60) && Luhn(ten);
    }

    // D-numbers have 40 added to the day, synthetic ones 40 or 80 to the month.
    private static bool IsFodselsnummer(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && Days.ExistsInSomeCentury(Number(s[4..6]), Number(s[2..4]) % 40, Number(s[..2]) % 40)
        && Sum(s, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 == 0 && Sum(s, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    private static bool IsCvr(ReadOnlySpan<char> s) =>
        IsNumber(s, 8) && s[0] != '0' && Sum(s, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    // The sign of the century is a letter or, as a dash or plus, gone in the compact form.
    private static bool IsHetu(ReadOnlySpan<char> s)
    {
        if (s.Length is not (10 or 11) || !AreDigits(s[..6]) || !Days.IsDdMmYy(s))
            return false;
        if (s.Length == 11 && s[6] is not ((>= 'A' and <= 'F') or (>= 'U' and <= 'Y')))
            return false;
        var serial = s[^4..^1];
        return AreDigits(serial) && Number(serial) >= 2 && s[^1] == FinnishCheck[((Number(s[..6]) * 1_000) + Number(serial)) % 31];
    }

    private static bool IsFinnishBusiness(ReadOnlySpan<char> s) =>
        IsNumber(s, 8) && Sum(s, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0;

    // Companies have 40 added to the day; the last digit is the century: 8, 9 or 0.
    private static bool IsKennitala(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && s[9] is '8' or '9' or '0' && Days.ExistsInSomeCentury(Number(s[4..6]), Number(s[2..4]), Number(s[..2]) % 40)
        && Sum(s, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;
}

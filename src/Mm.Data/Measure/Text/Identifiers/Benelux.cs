using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Belgium, the Netherlands, Luxembourg.</summary>
internal static class Benelux
{
    private static readonly IdentifierRule Nrn = new()
    {
        Type = "BE_NATIONAL_NUMBER",
        Country = "BE",
        Name = "Rijksregisternummer / Numéro de registre national",
        Validation = Validation.Checksum,
        Shapes = ["99.99.99-999.99", "99 99 99 999 99", "999999-999-99", "999999 999 99"],
        Check = IsNationalNumber,
        Context = ["rijksregisternummer", "registre national", "national number", "numéro national", "niss", "insz", "rrn"],
        Score = Scores.Sure,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Nrn,
        Nrn with { Shapes = ["99999999999"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "BE_VAT",
            Country = "BE",
            Name = "Ondernemingsnummer / Numéro d'entreprise",
            Validation = Validation.Checksum,
            Shapes = ["AA9999999999", "AA 9999999999", "AA 9999.999.999", "AA9999.999.999", "AA 9999 999 999"],
            Check = s => s.StartsWith("BE") && IsEnterprise(s[2..]),
            Context = ["btw", "tva", "vat", "ondernemingsnummer"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "BE_ENTERPRISE",
            Country = "BE",
            Name = "Ondernemingsnummer zonder landcode",
            Validation = Validation.Checksum,
            Shapes = ["9999.999.999"],
            Check = IsEnterprise,
            Context = ["ondernemingsnummer", "entreprise", "kbo", "bce"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "BE_EID_CARD",
            Country = "BE",
            Name = "Identiteitskaart / Carte d'identité",
            Validation = Validation.Checksum,
            Shapes = ["999-9999999-99"],
            Check = IsCard,
            Context = ["identiteitskaart", "carte d'identité", "eid", "e id", "kaartnummer"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "NL_BSN",
            Country = "NL",
            Name = "Burgerservicenummer",
            Validation = Validation.Checksum,
            Shapes = ["999999999", "9999.99.999", "999.999.999", "9999 99 999"],
            Check = IsBsn,
            Context = ["bsn", "burgerservicenummer", "sofinummer", "sofi-nummer", "citizen service number"],
            NeedsContext = true,
        },
        new()
        {
            Type = "NL_VAT",
            Country = "NL",
            Name = "Btw-identificatienummer",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999A99", "AA 999999999A99", "AA 999999999 A99", "AA9999.99.999.A99"],
            Check = IsDutchVat,
            Context = ["btw", "omzetbelasting", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "NL_ID_DOCUMENT",
            Country = "NL",
            Name = "Paspoort of identiteitskaart",
            Validation = Validation.Structure,
            Shapes = ["AAXXXXXX9"],
            Check = s => s.Length == 9 && AreLetters(s[..2]) && AreDigits(s[8..]) && !s.Contains('O'),
            Context = ["paspoort", "paspoortnummer", "identiteitskaart", "identiteitsbewijs", "documentnummer"],
            NeedsContext = true,
        },
        new()
        {
            Type = "LU_NATIONAL_ID",
            Country = "LU",
            Name = "Numéro d'identification national (matricule)",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999", "9999 9999 999 99", "99999999 99999"],
            Check = s => IsNumber(s, 13) && Days.IsYyyyMmDd(s) && Luhn(s[..12]) && VerhoeffEnds(s[..11], s[12]),
            Context = ["matricule", "identification national", "numéro national"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "LU_VAT",
            Country = "LU",
            Name = "Numéro d'identification TVA",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA 99999999"],
            Check = s => HasPrefix(s, "LU", rest => IsNumber(rest, 8) && Number(rest[..6]) % 89 == Number(rest[6..])),
            Context = ["tva", "vat"],
            Score = Scores.Sure,
        },
    ];

    // Those born since 2000 have a 2 before the nine digits that are checked. BIS numbers have 20 or 40 added to the month; month or
    // day may be 0 where they are unknown.
    private static bool IsNationalNumber(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 11))
            return false;
        var (month, day) = (Number(s[2..4]) % 20, Number(s[4..6]));
        if (Number(s[2..4]) >= 60 || month > 12 || (month > 0 && day > 0 && !Days.ExistsInSomeCentury(Number(s[..2]), month, day)))
            return false;
        var (before, since) = (Number(s[..9]) % 97, (int)((2_000_000_000L + Number(s[..9])) % 97));
        return Number(s[9..]) is var check && (check == 97 - before || check == 97 - since);
    }

    private static bool IsEnterprise(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && s[0] is '0' or '1' && 97 - (Number(s[..8]) % 97) == Number(s[8..]);

    private static bool IsCard(ReadOnlySpan<char> s) =>
        IsNumber(s, 12) && Remainder(s[..10], 97) is var rest && (rest == 0 ? 97 : rest) == Number(s[10..]);

    private static bool IsBsn(ReadOnlySpan<char> s) =>
        IsNumber(s, 9) && (Sum(s, [9, 8, 7, 6, 5, 4, 3, 2]) - Digit(s, 8)) % 11 == 0;

    // Sole traders have had numbers of their own since 2020, with ISO 7064 MOD 97-10 over the whole; others the fiscal number and B.
    private static bool IsDutchVat(ReadOnlySpan<char> s) =>
        s.Length == 14 && s.StartsWith("NL") && s[11] == 'B' && AreDigits(s[12..]) && Number(s[12..]) > 0
        && (IsBsn(s[2..11]) || (IsNumber(s[2..11], 9) && Mod97(s) == 1));
}

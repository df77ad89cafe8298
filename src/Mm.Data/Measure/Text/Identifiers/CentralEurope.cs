using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Czechia, Slovakia, Hungary.</summary>
internal static class CentralEurope
{
    private static readonly IdentifierRule BirthNumber = new()
    {
        Type = "CZ_RODNE_CISLO",
        Country = "CZ",
        Name = "Rodné číslo (also Slovakia)",
        Validation = Validation.Checksum,
        Shapes = ["999999/9999"],
        Check = IsBirthNumber,
        Context = ["rodné číslo", "rodne cislo", "r.č.", "rč", "rodného čísla"],
        Score = Scores.Sure,
    };

    private static readonly IdentifierRule PersonalId = new()
    {
        Type = "HU_PERSONAL_ID",
        Country = "HU",
        Name = "Személyi azonosító",
        Validation = Validation.Checksum,
        Shapes = ["9-999999-9999", "9 999999 9999"],
        Check = IsPersonalId,
        Context = ["személyi azonosító", "személyi szám", "szemelyi szam"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        BirthNumber,
        BirthNumber with { Shapes = ["9999999999"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "CZ_ICO",
            Country = "CZ",
            Name = "Identifikační číslo osoby (also Slovakia)",
            Validation = Validation.Checksum,
            Shapes = ["99999999", "999 99 999"],
            Check = IsIco,
            Context = ["ičo", "ico", "ič", "identifikační číslo"],
            NeedsContext = true,
        },
        new()
        {
            Type = "CZ_DIC",
            Country = "CZ",
            Name = "Daňové identifikační číslo",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA9999999999", "AA 99999999", "AA 9999999999"],
            Check = s => HasPrefix(s, "CZ", rest => (IsIco(rest) && rest[0] != '9') || IsBirthNumber(rest)),
            Context = ["dič", "dic", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "SK_DIC",
            Country = "SK",
            Name = "Daňové identifikačné číslo",
            Validation = Validation.Structure,
            Shapes = ["9999999999"],
            Check = s => IsNumber(s, 10) && s[0] is '1' or '2' or '4',
            Context = ["dič", "daňové identifikačné"],
            NeedsContext = true,
        },
        new()
        {
            Type = "SK_VAT",
            Country = "SK",
            Name = "IČ DPH",
            Validation = Validation.Checksum,
            Shapes = ["AA9999999999", "AA 9999999999", "AA 999 999 9999"],
            Check = s => HasPrefix(
                s, "SK", rest => IsNumber(rest, 10) && rest[0] != '0' && "234789".Contains(rest[2]) && Remainder(rest, 11) == 0),
            Context = ["ič dph", "dph", "vat"],
            Score = Scores.Sure,
        },
        PersonalId,
        PersonalId with { Shapes = ["99999999999"], NeedsContext = true },
        new()
        {
            Type = "HU_TAX_ID",
            Country = "HU",
            Name = "Adóazonosító jel",
            Validation = Validation.Checksum,
            Shapes = ["9999999999"],
            Check = s => IsNumber(s, 10) && s[0] == '8' && Sum(s, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == Digit(s, 9),
            Context = ["adóazonosító", "adoazonosito", "adóazonosító jel"],
            NeedsContext = true,
        },
        new()
        {
            Type = "HU_TAJ",
            Country = "HU",
            Name = "TAJ szám",
            Validation = Validation.Checksum,
            Shapes = ["999 999 999", "999-999-999", "999999999"],
            Check = s => IsNumber(s, 9) && Sum(s, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 == Digit(s, 8),
            Context = ["taj", "taj szám", "társadalombiztosítási"],
            NeedsContext = true,
        },
        new()
        {
            Type = "HU_COMPANY_TAX",
            Country = "HU",
            Name = "Adószám",
            Validation = Validation.Checksum,
            Shapes = ["99999999-9-99"],
            Check = s => IsNumber(s, 11) && IsCompany(s[..8]) && s[8] is >= '1' and <= '5' && Number(s[9..]) is >= 2 and <= 51,
            Context = ["adószám", "adoszam"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "HU_VAT",
            Country = "HU",
            Name = "Közösségi adószám",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA 99999999"],
            Check = s => s.StartsWith("HU") && IsCompany(s[2..]),
            Context = ["közösségi adószám", "adószám", "vat"],
            Score = Scores.Sure,
        },
    ];

    // Women have 50 added to the month, and 20 (70) where serials ran out. A multiple of 11 but for those before 1985 whose
    // remainder of nine digits was 10.
    private static bool IsBirthNumber(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 10) || !Days.ExistsInSomeCentury(Number(s[..2]), Number(s[2..4]) % 50 % 20, Number(s[4..6])))
            return false;
        var rest = Remainder(s[..9], 11);
        var mayBeTen = Number(s[..2]) is >= 54 and < 85;
        return rest == Digit(s, 9) || (rest == 10 && s[9] == '0' && mayBeTen);
    }

    private static bool IsIco(ReadOnlySpan<char> s) =>
        IsNumber(s, 8) && (11 - (Sum(s, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 == Digit(s, 7);

    private static bool IsCompany(ReadOnlySpan<char> s) => IsNumber(s, 8) && Sum(s, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0;

    // Sex and century, day of birth, serial. Those born since 1997 have the weights the other way round.
    private static bool IsPersonalId(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 11) || s[0] is not (>= '1' and <= '8') || !Days.IsYyMmDd(s[1..]))
            return false;
        var isNew = s[0] is '3' or '4' || (s[0] is '1' or '2' && Number(s[1..3]) >= 97);
        var rest = isNew ? Sum(s, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 : Sum(s, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) % 11;
        return rest == Digit(s, 10);
    }
}

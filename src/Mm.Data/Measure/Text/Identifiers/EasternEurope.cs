using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Russia, Ukraine, Belarus, Moldova, Kazakhstan.</summary>
internal static class EasternEurope
{
    private static readonly IdentifierRule Snils = new()
    {
        Type = "RU_SNILS",
        Country = "RU",
        Name = "СНИЛС",
        Validation = Validation.Checksum,
        Shapes = ["999-999-999 99", "999-999-999-99"],
        Check = IsSnils,
        Context = ["снилс", "snils", "страховой номер"],
        Score = Scores.Sure,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Snils,
        Snils with { Shapes = ["99999999999"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "RU_INN",
            Country = "RU",
            Name = "ИНН",
            Validation = Validation.Checksum,
            Shapes = ["999999999999", "9999999999"],
            Check = IsInn,
            Context = ["инн", "inn", "налогоплательщика"],
            NeedsContext = true,
        },
        new()
        {
            Type = "RU_OGRN",
            Country = "RU",
            Name = "ОГРН / ОГРНИП",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999", "999999999999999"],
            Check = IsOgrn,
            Context = ["огрн", "огрнип", "ogrn", "ogrnip"],
            NeedsContext = true,
        },
        new()
        {
            Type = "RU_PASSPORT",
            Country = "RU",
            Name = "Паспорт гражданина",
            Shapes = ["99 99 999999", "9999 999999", "9999999999"],
            Context = ["паспорт", "паспорта", "паспортные данные", "серия", "passport"],
            NeedsContext = true,
        },
        new()
        {
            Type = "UA_RNTRC",
            Country = "UA",
            Name = "РНОКПП (ідентифікаційний номер)",
            Validation = Validation.Checksum,
            Shapes = ["9999999999"],
            Check = IsRntrc,
            Context = ["рнокпп", "іпн", "ідентифікаційний номер", "rntrc", "ipn"],
            NeedsContext = true,
        },
        new()
        {
            Type = "UA_EDRPOU",
            Country = "UA",
            Name = "ЄДРПОУ",
            Validation = Validation.Checksum,
            Shapes = ["99999999"],
            Check = IsEdrpou,
            Context = ["єдрпоу", "едрпоу", "edrpou"],
            NeedsContext = true,
        },
        new()
        {
            Type = "BY_PERSONAL_NUMBER",
            Country = "BY",
            Name = "Идентификационный номер",
            Validation = Validation.Checksum,
            Shapes = ["9999999A999AA9"],
            Check = IsBelarusianPerson,
            Context = ["идентификационный номер", "личный номер", "асабісты нумар"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "BY_UNP",
            Country = "BY",
            Name = "УНП",
            Validation = Validation.Checksum,
            Shapes = ["999999999", "AA9999999"],
            Check = IsUnp,
            Context = ["унп", "unp", "учетный номер плательщика"],
            NeedsContext = true,
        },
        new()
        {
            Type = "MD_IDNP",
            Country = "MD",
            Name = "IDNP / IDNO",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999"],
            Check = s => IsNumber(s, 13) && s[0] is '0' or '1' or '2' && Sum(s, [7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 == Digit(s, 12),
            Context = ["idnp", "idno", "cod personal"],
            NeedsContext = true,
        },
        new()
        {
            Type = "KZ_IIN",
            Country = "KZ",
            Name = "ЖСН / ИИН",
            Validation = Validation.Checksum,
            Shapes = ["999999999999"],
            Check = IsIin,
            Context = ["иин", "жсн", "iin"],
            NeedsContext = true,
        },
    ];

    // Weights 9 to 1; 100 and 101 are written 00. Only numbers above 001-001-998 have a check.
    private static bool IsSnils(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && Number(s[..9]) > 1_001_998
        && Sum(s, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == Number(s[9..]);

    private static bool IsInn(ReadOnlySpan<char> s)
    {
        if (s.Length == 10)
            return IsNumber(s, 10) && s[..2] is not "00" && Sum(s, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digit(s, 9);
        return IsNumber(s, 12) && s[..2] is not "00" && Sum(s, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digit(s, 10)
            && Sum(s, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == Digit(s, 11);
    }

    // Twelve digits modulo 11, or fourteen modulo 13; the last digit of the remainder.
    private static bool IsOgrn(ReadOnlySpan<char> s)
    {
        if (s.Length == 13)
            return IsNumber(s, 13) && s[0] is '1' or '2' or '5' && Remainder(s[..12], 11) % 10 == Digit(s, 12);
        return IsNumber(s, 15) && s[0] is '3' or '4' && Remainder(s[..14], 13) % 10 == Digit(s, 14);
    }

    // Days since 1899-12-31, serial; the first weight is minus one.
    private static bool IsRntrc(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && Sum(s, [10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10 == Digit(s, 9);

    private static bool IsEdrpou(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 8))
            return false;
        var isMiddle = s[0] is >= '3' and <= '5';
        var rest = (isMiddle ? Sum(s, [7, 1, 2, 3, 4, 5, 6]) : Sum(s, [1, 2, 3, 4, 5, 6, 7])) % 11;
        if (rest == 10)
            rest = (isMiddle ? Sum(s, [9, 3, 4, 5, 6, 7, 8]) : Sum(s, [3, 4, 5, 6, 7, 8, 9])) % 11 % 10;
        return rest == Digit(s, 7);
    }

    // Sex and century, day of birth, region, serial, nationality; the check digit of ICAO 9303.
    private static bool IsBelarusianPerson(ReadOnlySpan<char> s) =>
        s.Length == 14 && s[0] is >= '1' and <= '6' && AreDigits(s[..7]) && Days.IsDdMmYy(s[1..]) && "ABCHKEM".Contains(s[7])
        && AreDigits(s[8..11]) && s[11..13] is "PB" or "BA" or "BI" && AreDigits(s[13..]) && Icao(s[..13]) == Digit(s, 13);

    // Organisations have digits, people two letters, of which the second counts by its place among ten.
    private static bool IsUnp(ReadOnlySpan<char> s)
    {
        if (s.Length != 9 || !IsNumber(s[2..], 7))
            return false;
        var second = AreDigits(s[..2]) ? Digit(s, 1) : "ABCEHKMOPT".IndexOf(s[1]);
        if (s[0] is not ((>= '1' and <= '7') or 'A' or 'B' or 'C' or 'E' or 'H' or 'K' or 'M') || second < 0)
            return false;
        if (AreDigits(s[..1]) != AreDigits(s[1..2]))
            return false;
        return ((Value(s[0]) * 29) + (second * 23) + Sum(s[2..], [19, 17, 13, 7, 5, 3])) % 11 == Digit(s, 8);
    }

    // Day of birth, sex and century, serial. A remainder of 10 turns to a second row of weights.
    private static bool IsIin(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 12) || !Days.IsYyMmDd(s) || s[6] > '6')
            return false;
        var rest = Sum(s, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
        if (rest == 10)
            rest = Sum(s, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
        return rest == Digit(s, 11);
    }
}

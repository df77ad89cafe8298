using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Slovenia, Croatia, Bosnia and Herzegovina, Serbia, Montenegro, North Macedonia, Albania.</summary>
internal static class Adriatic
{
    // One number for the people of what was Yugoslavia: the region of registration tells whose it is.
    private static readonly IdentifierRule Jmbg = new()
    {
        Type = "RS_JMBG",
        Country = "RS",
        Name = "Jedinstveni matični broj građana",
        Validation = Validation.Checksum,
        Shapes = ["9999999999999"],
        Check = s => IsMasterNumber(s, 70, 99),
        Context = ["jmbg", "jedinstveni matični broj", "matični broj", "јмбг", "матични број"],
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Jmbg,
        Jmbg with { Type = "BA_JMBG", Country = "BA", Check = s => IsMasterNumber(s, 10, 19) },
        Jmbg with { Type = "ME_JMBG", Country = "ME", Check = s => IsMasterNumber(s, 20, 29) },
        Jmbg with
        {
            Type = "MK_EMBG",
            Country = "MK",
            Name = "Единствен матичен број на граѓанинот",
            Check = s => IsMasterNumber(s, 41, 49),
            Context = ["embg", "ембг", "матичен број"],
        },
        Jmbg with
        {
            Type = "SI_EMSO",
            Country = "SI",
            Name = "Enotna matična številka občana",
            Check = s => IsMasterNumber(s, 50, 59),
            Context = ["emšo", "emso", "matična številka"],
        },
        new()
        {
            Type = "SI_TAX_NUMBER",
            Country = "SI",
            Name = "Davčna številka",
            Validation = Validation.Checksum,
            Shapes = ["99999999"],
            Check = IsSlovenianTax,
            Context = ["davčna številka", "davcna stevilka", "davčna"],
            NeedsContext = true,
        },
        new()
        {
            Type = "SI_VAT",
            Country = "SI",
            Name = "Identifikacijska številka za DDV",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA 99999999"],
            Check = s => s.StartsWith("SI") && IsSlovenianTax(s[2..]),
            Context = ["ddv", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "HR_OIB",
            Country = "HR",
            Name = "Osobni identifikacijski broj",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = s => IsNumber(s, 11) && Mod11And10(s),
            Context = ["oib", "osobni identifikacijski broj"],
            NeedsContext = true,
        },
        new()
        {
            Type = "HR_VAT",
            Country = "HR",
            Name = "PDV identifikacijski broj",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999999", "AA 99999999999"],
            Check = s => HasPrefix(s, "HR", rest => IsNumber(rest, 11) && Mod11And10(rest)),
            Context = ["oib", "pdv", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "RS_PIB",
            Country = "RS",
            Name = "Poreski identifikacioni broj",
            Validation = Validation.Checksum,
            Shapes = ["999999999"],
            Check = s => IsNumber(s, 9) && Mod11And10(s),
            Context = ["pib", "poreski identifikacioni broj", "пиб"],
            NeedsContext = true,
        },
        new()
        {
            Type = "MK_EDB",
            Country = "MK",
            Name = "Единствен даночен број",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999", "AA9999999999999"],
            Check = s => IsMacedonianTax(s.StartsWith("MK") ? s[2..] : s),
            Context = ["edb", "едб", "даночен број"],
            NeedsContext = true,
        },
        new()
        {
            Type = "AL_NID",
            Country = "AL",
            Name = "Numri i identitetit",
            Validation = Validation.Structure,
            Shapes = ["A99999999A"],
            Check = IsAlbanianId,
            Context = ["nid", "numri i identitetit", "numri personal", "letërnjoftim"],
            Score = 0.45f,
        },
        new()
        {
            Type = "AL_NIPT",
            Country = "AL",
            Name = "Numri i Identifikimit për Personin e Tatueshëm",
            Validation = Validation.Structure,
            Shapes = ["A99999999A"],
            Check = s => s.Length == 10 && s[0] is >= 'J' and <= 'M' && IsNumber(s[1..9], 8) && AreLetters(s[9..]),
            Context = ["nipt", "nuis"],
            NeedsContext = true,
        },
    ];

    // Day, month and last three digits of the year of birth, region, serial.
    private static bool IsMasterNumber(ReadOnlySpan<char> s, int regionMin, int regionMax)
    {
        if (!IsNumber(s, 13) || Number(s[7..9]) < regionMin || Number(s[7..9]) > regionMax)
            return false;
        var year = Number(s[4..7]);
        var rest = Sum(s, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return (year is >= 850 or < 100) && Days.Exists(year >= 850 ? 1000 + year : 2000 + year, Number(s[2..4]), Number(s[..2]))
            && Digit(s, 12) == (rest < 2 ? 0 : 11 - rest);
    }

    private static bool IsSlovenianTax(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 8) || s[0] == '0')
            return false;
        var check = 11 - (Sum(s, [8, 7, 6, 5, 4, 3, 2]) % 11);
        return Digit(s, 7) == (check == 10 ? 0 : check);
    }

    private static bool IsMacedonianTax(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 13))
            return false;
        var rest = Sum(s, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return Digit(s, 12) == (rest < 2 ? 0 : 11 - rest);
    }

    // Decade of birth as a letter (A the 1900s), year, month (and 50 for women, 30 and 80 for foreigners), day, serial, a letter.
    private static bool IsAlbanianId(ReadOnlySpan<char> s)
    {
        if (s.Length != 10 || s[0] is not (>= 'A' and <= 'T') || !AreDigits(s[1..9]) || s[9] is not (>= 'A' and <= 'W'))
            return false;
        var month = Number(s[2..4]);
        var calendarMonth = month % 50 > 30 ? (month % 50) - 30 : month % 50;
        return Days.Exists(1900 + ((s[0] - 'A') * 10) + Digit(s, 1), calendarMonth, Number(s[4..6]));
    }
}

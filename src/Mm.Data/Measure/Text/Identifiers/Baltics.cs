using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Estonia, Latvia, Lithuania.</summary>
internal static class Baltics
{
    private static readonly IdentifierRule PersonasKods = new()
    {
        Type = "LV_PERSONAS_KODS",
        Country = "LV",
        Name = "Personas kods",
        Validation = Validation.Checksum,
        Shapes = ["999999-99999"],
        Check = IsPersonasKods,
        Context = ["personas kods", "personas kodu", "p.k."],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "EE_ISIKUKOOD",
            Country = "EE",
            Name = "Isikukood",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = IsBalticCode,
            Context = ["isikukood", "isikukoodi", "personal identification code"],
            NeedsContext = true,
        },
        new()
        {
            Type = "EE_VAT",
            Country = "EE",
            Name = "Käibemaksukohustuslase number",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999", "AA 999999999"],
            Check = s => HasPrefix(s, "EE", rest => IsNumber(rest, 9) && Sum(rest, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0),
            Context = ["käibemaks", "kmkr", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "LT_ASMENS_KODAS",
            Country = "LT",
            Name = "Asmens kodas",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = IsBalticCode,
            Context = ["asmens kodas", "asmens kodą", "a.k."],
            NeedsContext = true,
        },
        new()
        {
            Type = "LT_VAT",
            Country = "LT",
            Name = "PVM mokėtojo kodas",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999", "AA999999999999", "AA 999999999", "AA 999999999999"],
            Check = s => s.StartsWith("LT") && IsLithuanianVat(s[2..]),
            Context = ["pvm", "vat"],
            Score = Scores.Sure,
        },
        PersonasKods,
        PersonasKods with { Shapes = ["99999999999"], NeedsContext = true },
        PersonasKods with
        {
            Type = "LV_PERSONAS_KODS_32",
            Name = "Personas kods since 2017",
            Validation = Validation.Structure,
            Shapes = ["999999-99999", "99999999999"],
            Check = s => IsNumber(s, 11) && Number(s[..2]) is >= 32 and <= 39,
            NeedsContext = true,
        },
        new()
        {
            Type = "LV_VAT",
            Country = "LV",
            Name = "PVN reģistrācijas numurs",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999999", "AA 99999999999"],
            Check = s => HasPrefix(
                s, "LV", rest => IsNumber(rest, 11) && rest[0] >= '4' && Sum(rest, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3),
            Context = ["pvn", "vat"],
            Score = Scores.Sure,
        },
    ];

    // Sex and century, day of birth, serial; a remainder of 10 turns to a second row of weights, and a second 10 to 0.
    private static bool IsBalticCode(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 11) || s[0] is '0' or '9' || !Days.IsYyMmDd(s[1..]))
            return false;
        var rest = Sum(s, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
        if (rest == 10)
            rest = Sum(s, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
        return rest == Digit(s, 10);
    }

    // Nine digits of companies, whose eighth is 1; twelve of others, whose eleventh is.
    private static bool IsLithuanianVat(ReadOnlySpan<char> s)
    {
        if (s.Length is not (9 or 12) || !IsNumber(s, s.Length) || s[^2] != '1')
            return false;
        var rest = s.Length == 9 ? Sum(s, [1, 2, 3, 4, 5, 6, 7, 8]) % 11 : Sum(s, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2]) % 11;
        if (rest == 10)
            rest = (s.Length == 9 ? Sum(s, [3, 4, 5, 6, 7, 8, 9, 1]) : Sum(s, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4])) % 11 % 10;
        return rest == Digit(s, s.Length - 1);
    }

    // Day of birth, century, serial. Since 2017 codes hold no day of birth, and no check digit that is published: the rule after this.
    private static bool IsPersonasKods(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && s[6] <= '2' && Days.IsDdMmYy(s)
        && (1 + Sum(s, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == Digit(s, 10);
}

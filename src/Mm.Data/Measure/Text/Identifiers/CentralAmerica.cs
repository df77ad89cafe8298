using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Costa Rica, the Dominican Republic, El Salvador, Guatemala.</summary>
internal static class CentralAmerica
{
    // Places by department (Instituto Nacional de Estadística).
    private static ReadOnlySpan<byte> Places => [17, 8, 16, 16, 14, 14, 19, 8, 24, 21, 9, 30, 33, 21, 8, 17, 14, 5, 11, 11, 7, 17];

    private static readonly IdentifierRule Cui = new()
    {
        Type = "GT_CUI",
        Country = "GT",
        Name = "Código Único de Identificación",
        Validation = Validation.Checksum,
        Shapes = ["9999 99999 9999", "9999-99999-9999"],
        Check = IsCui,
        Context = ["cui", "dpi"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Cedula = new()
    {
        Type = "DO_CEDULA",
        Country = "DO",
        Name = "Cédula de identidad y electoral",
        Validation = Validation.Checksum,
        Shapes = ["999-9999999-9"],
        Check = s => IsNumber(s, 11) && Luhn(s),
        Context = ["cédula", "cedula"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Nit = new()
    {
        Type = "SV_NIT",
        Country = "SV",
        Name = "Número de Identificación Tributaria",
        Validation = Validation.Checksum,
        Shapes = ["9999-999999-999-9"],
        Check = IsSalvadoranNit,
        Context = ["nit", "tributaria"],
        Score = Scores.Sure,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "CR_CEDULA",
            Country = "CR",
            Name = "Cédula de identidad",
            Validation = Validation.Structure,
            Shapes = ["9-9999-9999", "999999999"],
            Check = s => IsNumber(s, 9) && s[0] != '0',
            Context = ["cédula", "cedula"],
            NeedsContext = true,
        },
        Cedula,
        Cedula with { Shapes = ["99999999999"], NeedsContext = true },
        new()
        {
            Type = "DO_RNC",
            Country = "DO",
            Name = "Registro Nacional del Contribuyente",
            Validation = Validation.Checksum,
            Shapes = ["9-99-99999-9", "999999999"],
            Check = IsRnc,
            Context = ["rnc", "contribuyente"],
            NeedsContext = true,
        },
        Cui,
        Cui with { Shapes = ["9999999999999"], NeedsContext = true },
        new()
        {
            Type = "GT_NIT",
            Country = "GT",
            Name = "Número de Identificación Tributaria",
            Validation = Validation.Checksum,
            Shapes = ["999999-X", "9999999-X", "99999999-X", "9999999X"],
            Check = IsGuatemalanNit,
            Context = ["nit", "tributaria"],
            NeedsContext = true,
        },
        Nit,
        Nit with { Shapes = ["99999999999999"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "SV_DUI",
            Country = "SV",
            Name = "Documento Único de Identidad",
            Validation = Validation.Checksum,
            Shapes = ["99999999-9", "999999999"],
            Check = s => IsNumber(s, 9) && Sum(s, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 10 == 0,
            Context = ["dui", "documento único"],
            NeedsContext = true,
        },
    ];

    private static bool IsRnc(ReadOnlySpan<char> s) =>
        IsNumber(s, 9) && Digit(s, 8) == ((10 - (Sum(s, [7, 9, 8, 6, 5, 4, 3, 2]) % 11)) % 9) + 1;

    // Eight digits, a check digit, department, place.
    private static bool IsCui(ReadOnlySpan<char> s) =>
        IsNumber(s, 13) && Number(s[9..11]) is >= 1 and <= 22 and var department
        && Number(s[11..]) is >= 1 and var place && place <= Places[department - 1]
        && Sum(s, [2, 3, 4, 5, 6, 7, 8, 9]) % 11 == Digit(s, 8);

    private static bool IsGuatemalanNit(ReadOnlySpan<char> s)
    {
        if (s.Length is < 7 or > 9 || !IsNumber(s[..^1], s.Length - 1))
            return false;
        var sum = s[^1] == 'K' ? 10 : char.IsAsciiDigit(s[^1]) ? s[^1] - '0' : -1;
        if (sum < 0)
            return false;
        for (var i = 2; i <= s.Length; i++)
            sum += (s[^i] - '0') * i;
        return sum % 11 == 0;
    }

    // Place, day of birth or founding, serial: serials up to 100 follow the older scheme.
    private static bool IsSalvadoranNit(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 14) || s[0] is not ('0' or '1' or '9') || !Days.IsDdMmYy(s[4..10]))
            return false;
        var check = Number(s[10..13]) <= 100
            ? Sum(s, [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 % 10
            : (11 - (Sum(s, [2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 % 10;
        return Digit(s, 13) == check;
    }
}

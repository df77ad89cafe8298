using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Colombia, Ecuador, Peru, Venezuela.</summary>
internal static class Andes
{
    private static readonly IdentifierRule Nit = new()
    {
        Type = "CO_NIT",
        Country = "CO",
        Name = "Número de Identificación Tributaria",
        Validation = Validation.Checksum,
        Shapes = ["999.999.999-9"],
        Check = IsNit,
        Context = ["nit", "tributaria", "rut"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Nit,
        Nit with { Shapes = ["999999999-9", "9999999999"], NeedsContext = true },
        new()
        {
            Type = "CO_CEDULA",
            Country = "CO",
            Name = "Cédula de ciudadanía",
            Shapes = ["99.999.999", "9.999.999.999", "99999999", "9999999999"],
            Context = ["cédula", "cedula", "ciudadanía", "ciudadania", "cc"],
            NeedsContext = true,
        },
        new()
        {
            Type = "PE_RUC",
            Country = "PE",
            Name = "Registro Único de Contribuyentes",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = IsPeruvianRuc,
            Context = ["ruc", "contribuyente"],
            NeedsContext = true,
        },
        new()
        {
            Type = "PE_DNI",
            Country = "PE",
            Name = "Documento Nacional de Identidad (con dígito verificador)",
            Validation = Validation.Checksum,
            Shapes = ["99999999-X", "99999999X"],
            Check = IsPeruvianDni,
            Context = ["dni", "documento nacional", "cui"],
            NeedsContext = true,
        },
        new()
        {
            Type = "EC_CI",
            Country = "EC",
            Name = "Cédula de identidad",
            Validation = Validation.Checksum,
            Shapes = ["999999999-9", "9999999999"],
            Check = IsEcuadorianCi,
            Context = ["cédula", "cedula", "identidad", "c.i."],
            NeedsContext = true,
        },
        new()
        {
            Type = "EC_RUC",
            Country = "EC",
            Name = "Registro Único de Contribuyentes",
            Validation = Validation.Checksum,
            Shapes = ["9999999999-999", "9999999999999"],
            Check = IsEcuadorianRuc,
            Context = ["ruc", "contribuyente"],
            NeedsContext = true,
        },
        new()
        {
            Type = "VE_RIF",
            Country = "VE",
            Name = "Registro Único de Información Fiscal",
            Validation = Validation.Checksum,
            Shapes = ["A-99999999-9", "A999999999", "A-999999999"],
            Check = IsRif,
            Context = ["rif", "información fiscal", "informacion fiscal"],
            NeedsContext = true,
        },
    ];

    // Weights of the tax office DIAN; a remainder of 0 or 1 is itself the check digit.
    private static bool IsNit(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 10))
            return false;
        var rest = Sum(s, [41, 37, 29, 23, 19, 17, 13, 7, 3]) % 11;
        return Digit(s, 9) == (rest < 2 ? rest : 11 - rest);
    }

    private static bool IsPeruvianRuc(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && Number(s[..2]) is 10 or 15 or 16 or 17 or 20
        && Digit(s, 10) == (11 - (Sum(s, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 10;

    // The check character may be a digit or a letter.
    private static bool IsPeruvianDni(ReadOnlySpan<char> s)
    {
        if (s.Length != 9 || !IsNumber(s[..8], 8))
            return false;
        var rest = Sum(s, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return s[8] == "65432110987"[rest] || s[8] == "KJIHGFEDCBA"[rest];
    }

    // Provinces 1 to 24, and 30 for those abroad; the third digit of people is below 6.
    private static bool IsEcuadorianCi(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && IsProvince(s) && s[2] < '6' && Luhn(s);

    private static bool IsProvince(ReadOnlySpan<char> s) => Number(s[..2]) is (>= 1 and <= 24) or 30;

    private static bool IsEcuadorianRuc(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 13) || !IsProvince(s))
            return false;
        return s[2] switch
        {
            < '6' => IsEcuadorianCi(s[..10]) && Number(s[10..]) > 0,
            '6' => Number(s[9..]) > 0 && Sum(s, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
            '9' => Number(s[10..]) > 0 && Sum(s, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
            _ => false,
        };
    }

    private static bool IsRif(ReadOnlySpan<char> s)
    {
        if (s.Length != 10 || !IsNumber(s[1..], 9))
            return false;
        var kind = "VEJPG".IndexOf(s[0]) + 1;
        var rest = ((kind * 4) + Sum(s[1..], [3, 2, 7, 6, 5, 4, 3, 2])) % 11;
        return kind > 0 && Digit(s, 9) == (rest < 2 ? 0 : 11 - rest);
    }
}

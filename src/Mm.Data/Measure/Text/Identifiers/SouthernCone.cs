using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Argentina, Chile, Paraguay, Uruguay.</summary>
internal static class SouthernCone
{
    private static readonly IdentifierRule Cuit = new()
    {
        Type = "AR_CUIT",
        Country = "AR",
        Name = "Clave Única de Identificación Tributaria o Laboral",
        Validation = Validation.Checksum,
        Shapes = ["99-99999999-9"],
        Check = IsCuit,
        Context = ["cuit", "cuil", "cdi"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Rut = new()
    {
        Type = "CL_RUT",
        Country = "CL",
        Name = "Rol Único Tributario / Nacional",
        Validation = Validation.Checksum,
        Shapes = ["99.999.999-X", "9.999.999-X"],
        Check = IsRut,
        Context = ["rut", "rol único", "rol único nacional"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Ci = new()
    {
        Type = "UY_CI",
        Country = "UY",
        Name = "Cédula de identidad",
        Validation = Validation.Checksum,
        Shapes = ["9.999.999-9"],
        Check = s => IsNumber(s, 8) && Sum(s, [2, 9, 8, 7, 6, 3, 4, 1]) % 10 == 0,
        Context = ["cédula", "cedula", "documento de identidad", "c.i."],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Cuit,
        Cuit with { Shapes = ["99999999999"], NeedsContext = true },
        new()
        {
            Type = "AR_DNI",
            Country = "AR",
            Name = "Documento Nacional de Identidad",
            Shapes = ["99.999.999", "99999999"],
            Context = ["dni", "documento nacional", "documento de identidad"],
            NeedsContext = true,
        },
        new()
        {
            Type = "AR_CBU",
            Country = "AR",
            Name = "Clave Bancaria Uniforme",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999999999999", "99999999 99999999999999", "99999999-99999999999999"],
            Check = IsCbu,
            Context = ["cbu", "cvu", "clave bancaria"],
            NeedsContext = true,
        },
        Rut,
        Rut with { Shapes = ["99999999-X", "9999999-X", "99999999X"], NeedsContext = true },
        new()
        {
            Type = "PY_RUC",
            Country = "PY",
            Name = "Registro Único de Contribuyentes",
            Validation = Validation.Checksum,
            Shapes = ["99999999-9", "9999999-9", "999999-9"],
            Check = IsParaguayanRuc,
            Context = ["ruc", "contribuyente"],
            NeedsContext = true,
        },
        Ci,
        Ci with { Shapes = ["9999999-9", "99999999"], NeedsContext = true },
        new()
        {
            Type = "UY_RUT",
            Country = "UY",
            Name = "Registro Único Tributario",
            Validation = Validation.Checksum,
            Shapes = ["999999999999", "99-999999-999-9"],
            Check = IsUruguayanRut,
            Context = ["rut", "registro único tributario"],
            NeedsContext = true,
        },
    ];

    private static bool IsCuit(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && Number(s[..2]) is 20 or 23 or 24 or 25 or 26 or 27 or 30 or 33 or 34 or 50 or 51 or 55
        && Sum(s, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;

    private static bool IsCbu(ReadOnlySpan<char> s) =>
        IsNumber(s, 22) && Sum(s, [7, 1, 3, 9, 7, 1, 3, 1]) % 10 == 0
        && Sum(s[8..], [3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3, 1]) % 10 == 0;

    // Weights 2 to 7 from the right, over and over; a check of 10 is written K.
    private static bool IsRut(ReadOnlySpan<char> s)
    {
        if (s.Length is not (8 or 9) || !IsNumber(s[..^1], s.Length - 1))
            return false;
        var sum = s[^1] == 'K' ? 10 : char.IsAsciiDigit(s[^1]) ? s[^1] - '0' : -1;
        if (sum < 0)
            return false;
        for (var i = 2; i <= s.Length; i++)
            sum += (s[^i] - '0') * (((i - 2) % 6) + 2);
        return sum % 11 == 0;
    }

    private static bool IsParaguayanRuc(ReadOnlySpan<char> s)
    {
        if (s.Length is < 7 or > 9 || !IsNumber(s, s.Length))
            return false;
        var sum = 0;
        for (var i = 2; i <= s.Length; i++)
            sum += (s[^i] - '0') * i;
        var rest = sum % 11;
        return s[^1] - '0' == (rest < 2 ? 0 : 11 - rest);
    }

    private static bool IsUruguayanRut(ReadOnlySpan<char> s) =>
        IsNumber(s, 12) && Number(s[..2]) is >= 1 and <= 22 && s[8..11].SequenceEqual("001")
        && Sum(s, [4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0;
}

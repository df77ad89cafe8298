using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Spain
{
    private const string Letters = "TRWAGMYFPDXBNJZSQVHLCKE";

    private static readonly IdentifierRule Nss = new()
    {
        Type = "ES_NSS",
        Country = "ES",
        Name = "Número de la Seguridad Social",
        Validation = Validation.Checksum,
        Shapes = ["99/99999999/99", "99 99999999 99", "99-99999999-99"],
        Check = IsNss,
        Context = ["seguridad social", "nss", "afiliación", "afiliacion", "naf"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "ES_DNI",
            Country = "ES",
            Name = "Documento Nacional de Identidad (NIF)",
            Validation = Validation.Checksum,
            Shapes = ["99999999A", "99999999-A", "99.999.999-A", "99.999.999A", "99999999 A"],
            Check = s => s.Length == 9 && IsNumber(s[..8], 8) && s[8] == Letters[Remainder(s[..8], 23)],
            Context = ["dni", "nif", "documento nacional"],
        },
        new()
        {
            Type = "ES_NIE",
            Country = "ES",
            Name = "Número de identidad de extranjero",
            Validation = Validation.Checksum,
            Shapes = ["A9999999A", "A-9999999-A", "A9999999-A", "A-9999999A"],
            Check = IsNie,
            Context = ["nie", "extranjero", "nif"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "ES_CIF",
            Country = "ES",
            Name = "Número de identificación fiscal de una entidad (CIF)",
            Validation = Validation.Checksum,
            Shapes = ["A9999999X", "A-9999999-X", "A-9999999X", "A-99999999"],
            Check = IsCif,
            Context = ["cif", "nif", "razón social", "empresa"],
            NeedsContext = true,
        },
        Nss,
        Nss with { Shapes = ["999999999999"], NeedsContext = true },
    ];

    private static bool IsNie(ReadOnlySpan<char> s) =>
        s.Length == 9 && s[0] is >= 'X' and <= 'Z' && AreDigits(s[1..8])
        && s[8] == Letters[(((s[0] - 'X') * 10_000_000) + Number(s[1..8])) % 23];

    // Some kinds of entity end in a digit, some in a letter, some in either.
    private static bool IsCif(ReadOnlySpan<char> s)
    {
        if (s.Length != 9 || !"ABCDEFGHJNPQRSUVW".Contains(s[0]) || !IsNumber(s[1..8], 7))
            return false;
        var check = (10 - (CrossSum(s[1..], [2, 1, 2, 1, 2, 1, 2]) % 10)) % 10;
        var isDigit = s[8] == check + '0';
        var isLetter = s[8] == "JABCDEFGHI"[check];
        return "PQRSNW".Contains(s[0]) ? isLetter : "ABEH".Contains(s[0]) ? isDigit : isDigit || isLetter;
    }

    // Province, eight digits, two check digits: where the eight are below ten million the province stands before seven of them.
    private static bool IsNss(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 12) || Number(s[..2]) is 0 or (> 53 and not 66))
            return false;
        var number = Number(s[2..10]);
        var rest = number < 10_000_000
            ? ((Number(s[..2]) * 10_000_000) + number) % 97
            : Remainder(s[..10], 97);
        return rest == Number(s[10..]);
    }
}

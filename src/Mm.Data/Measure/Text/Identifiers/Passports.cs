using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Passports whose numbers have no check of their own; those that have one stand with their country.</summary>
internal static class Passports
{
    // Of several passports that are written alike and announced by the same word, that of the United States names the finding.
    private const float MostLikely = 0.52f;

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Passport("US", "Passport", ["999999999", "A99999999"], ["us passport", "american passport"]) with { Score = MostLikely },
        Passport("GB", "Passport", ["999999999"], ["uk passport", "british passport"]),
        Passport("CA", "Passport / Passeport", ["AA999999", "A999999AA"], ["passeport"]),
        Passport("AU", "Passport", ["A9999999", "AA9999999"], []),
        Passport("IN", "Passport", ["A9999999", "A9 999999", "A99 99999"], ["पासपोर्ट"]),
        Passport("FR", "Passeport", ["99AA99999"], ["passeport"]),
        Passport("ES", "Pasaporte", ["AAA999999"], ["pasaporte"]),
        Passport("IT", "Passaporto", ["AA9999999"], ["passaporto"]),
        Passport("BR", "Passaporte", ["AA999999"], ["passaporte"]),
        Passport("MX", "Pasaporte", ["A99999999"], ["pasaporte"]),
        Passport("TR", "Pasaport", ["A99999999"], ["pasaport"]),
        Passport("UA", "Паспорт", ["AA999999"], ["паспорт", "паспорта"]),
    ];

    private static IdentifierRule Passport(string country, string name, string[] shapes, string[] words) => new()
    {
        Type = country + "_PASSPORT",
        Country = country,
        Name = name,
        Validation = Validation.Structure,
        Shapes = shapes,
        Check = s => IsSerial(s),
        Context = ["passport", .. words],
        NeedsContext = true,
    };

    // Digits that are not all the same, wherever the letters stand.
    private static bool IsSerial(ReadOnlySpan<char> s)
    {
        var first = s.IndexOfAnyInRange('0', '9');
        return first >= 0 && s[(first + 1)..].ContainsAnyExcept(s[first]);
    }
}

using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Identifiers of no one country.</summary>
internal static class International
{
    private static readonly IdentifierRule Imei = new()
    {
        Type = "IMEI",
        Country = "",
        Name = "International mobile equipment identity",
        Validation = Validation.Checksum,
        Shapes = ["99-999999-999999-9"],
        Check = s => IsNumber(s, 15) && Luhn(s),
        Context = ["imei", "handset", "device id"],
        Score = Scores.Sure,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Imei,
        Imei with { Shapes = ["999999999999999", "99 999999 999999 9"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "VIN",
            Country = "",
            Name = "Vehicle identification number (with the check digit of North America and China)",
            Validation = Validation.Checksum,
            Shapes = ["XXXXXXXXXXXXXXXXX"],
            Check = IsVin,
            Context = ["vin", "chassis", "vehicle identification", "fahrgestellnummer"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "ORCID",
            Country = "",
            Name = "Open Researcher and Contributor ID",
            Validation = Validation.Checksum,
            Shapes = ["9999-9999-9999-999X"],
            Check = s => s.Length == 16 && s.StartsWith("000") && IsNumber(s[..15], 15) && (s[15] == 'X' || AreDigits(s[15..]))
                && Mod11And2(s),
            Context = ["orcid"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "LEI",
            Country = "",
            Name = "Legal entity identifier (ISO 17442)",
            Validation = Validation.Checksum,
            Shapes = ["XXXXXXXXXXXXXXXXXX99"],
            Check = s => s.Length == 20 && AreDigits(s[18..]) && s.ContainsAnyExcept(s[0]) && Mod97(s) == 1,
            Context = ["lei", "legal entity"],
            NeedsContext = true,
        },
    ];

    // 49 CFR 565.15: letters by their place in groups of nine without I, O and Q, weights around the ninth, the check itself. The
    // serial ends in four digits, and a number of digits alone is none.
    private static bool IsVin(ReadOnlySpan<char> s)
    {
        if (s.Length != 17 || s.ContainsAny("IOQ") || !AreDigits(s[13..]) || !s[..13].ContainsAnyInRange('A', 'Z'))
            return false;
        ReadOnlySpan<byte> weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += weights[i] * VinValue(s[i]);
        return s[8] == (sum % 11 == 10 ? 'X' : (char)('0' + (sum % 11)));
    }

    private static int VinValue(char character) => character switch
    {
        <= '9' => character - '0',
        <= 'I' => character - 'A' + 1,
        <= 'R' => character - 'J' + 1,
        _ => character - 'S' + 2,
    };
}

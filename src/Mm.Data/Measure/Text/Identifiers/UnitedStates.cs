using System.Buffers;
using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class UnitedStates
{
    private static readonly SearchValues<char> MbiNever = SearchValues.Create("SLOIBZ");

    private static readonly IdentifierRule Ssn = new()
    {
        Type = "US_SSN",
        Country = "US",
        Name = "Social Security number",
        Validation = Validation.Structure,
        Shapes = ["999-99-9999"],
        Check = IsSsn,
        Context = ["ssn", "social security", "soc sec"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Itin = new()
    {
        Type = "US_ITIN",
        Country = "US",
        Name = "Individual taxpayer identification number",
        Validation = Validation.Structure,
        Shapes = ["999-99-9999"],
        Check = IsItin,
        Context = ["itin", "taxpayer", "tax id"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        Ssn,
        Ssn with { Shapes = ["999 99 9999", "999999999"], NeedsContext = true },
        Itin,
        Itin with { Shapes = ["999 99 9999", "999999999"], NeedsContext = true },
        new()
        {
            Type = "US_EIN",
            Country = "US",
            Name = "Employer identification number",
            Validation = Validation.Structure,
            Shapes = ["99-9999999"],
            Check = IsEin,
            Context = ["ein", "fein", "employer identification", "federal tax id"],
            NeedsContext = true,
        },
        new()
        {
            Type = "US_PTIN",
            Country = "US",
            Name = "Preparer tax identification number",
            Validation = Validation.Structure,
            Shapes = ["A99999999", "A-99999999"],
            Check = s => s.Length == 9 && s[0] == 'P' && IsNumber(s[1..], 8),
            Context = ["ptin", "preparer"],
            NeedsContext = true,
        },
        new()
        {
            Type = "US_MBI",
            Country = "US",
            Name = "Medicare beneficiary identifier",
            Validation = Validation.Structure,
            Shapes = ["9AX9-AX9-AA99", "9AX9AX9AA99"],
            Check = IsMbi,
            Context = ["mbi", "medicare", "beneficiary"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "US_NPI",
            Country = "US",
            Name = "National provider identifier",
            Validation = Validation.Checksum,
            Shapes = ["9999999999"],
            Check = IsNpi,
            Context = ["npi", "national provider", "provider identifier"],
            NeedsContext = true,
        },
        new()
        {
            Type = "US_DEA",
            Country = "US",
            Name = "DEA registration number",
            Validation = Validation.Checksum,
            Shapes = ["AX9999999"],
            Check = IsDea,
            Context = ["dea", "drug enforcement"],
            NeedsContext = true,
        },
        new()
        {
            Type = "US_ABA_ROUTING",
            Country = "US",
            Name = "ABA routing transit number",
            Validation = Validation.Checksum,
            Shapes = ["999999999", "9999-9999-9"],
            Check = IsRouting,
            Context = ["aba", "routing", "rtn", "transit"],
            NeedsContext = true,
        },
        new()
        {
            Type = "US_DRIVER_LICENSE",
            Country = "US",
            Name = "Driver license",
            Shapes =
            [
                "A9999999", "A99999999", "A999999999999", "A99999999999999", "A999-9999-9999", "A999-9999-9999-99",
                "A999-999-99-999-9", "A9999 99999 99999", "A9999-99999-99999", "AA999999A", "999 999 999", "99999999", "999999999",
            ],
            Context = ["driver license", "driver's license", "drivers license", "driver licence", "driving license", "dl", "dmv"],
            NeedsContext = true,
        },
    ];

    // Areas 000, 666 and 900 to 999, group 00 and serial 0000 are never issued (Social Security Administration, 2011).
    private static bool IsSsn(ReadOnlySpan<char> s) =>
        IsNumber(s, 9) && Number(s[..3]) is > 0 and < 900 and not 666 && Number(s[3..5]) > 0 && Number(s[5..]) > 0;

    private static bool IsItin(ReadOnlySpan<char> s) =>
        IsNumber(s, 9) && s[0] == '9' && Number(s[3..5]) is (>= 50 and <= 65) or (>= 70 and <= 88) or (>= 90 and <= 92) or >= 94;

    // Prefixes of campuses that the IRS has not given out.
    private static bool IsEin(ReadOnlySpan<char> s) =>
        IsNumber(s, 9)
        && Number(s[..2]) is not (0 or 7 or 8 or 9 or 17 or 18 or 19 or 28 or 29 or 49 or 69 or 70 or 78 or 79 or 89 or 96 or 97);

    // Letters but S, L, O, I, B and Z (CMS, Understanding the MBI format).
    private static bool IsMbi(ReadOnlySpan<char> s) =>
        s.Length == 11 && s[0] is >= '1' and <= '9' && !s.ContainsAny(MbiNever)
        && AreLetters(s[1..2]) && AreDigits(s[3..4]) && AreLetters(s[4..5]) && AreDigits(s[6..7]) && AreLetters(s[7..9])
        && AreDigits(s[9..]);

    // Luhn over the number behind 80840, the prefix of health in the United States, which adds 24.
    private static bool IsNpi(ReadOnlySpan<char> s) => IsNumber(s, 10) && s[0] is '1' or '2' && (LuhnSum(s) + 24) % 10 == 0;

    private static bool IsDea(ReadOnlySpan<char> s) =>
        s.Length == 9 && "ABCDEFGHJKLMPRSTUX".Contains(s[0]) && (s[1] == '9' || AreLetters(s[1..2])) && IsNumber(s[2..], 7)
        && Sum(s[2..], [1, 2, 1, 2, 1, 2]) % 10 == Digit(s, 8);

    // First two digits: Federal Reserve districts, thrifts, electronic and travellers' cheques.
    private static bool IsRouting(ReadOnlySpan<char> s) =>
        IsNumber(s, 9) && Number(s[..2]) is <= 12 or (>= 21 and <= 32) or (>= 61 and <= 72) or 80
        && Sum(s, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0;
}

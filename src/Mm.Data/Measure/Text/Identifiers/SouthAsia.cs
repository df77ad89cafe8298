using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>India, Pakistan, Sri Lanka.</summary>
internal static class SouthAsia
{
    private const string IndianStates =
        "AN AP AR AS BR CG CH DD DL DN GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD OR PB PY RJ SK TN TR TS UA UK UP WB";

    private static readonly IdentifierRule Cnic = new()
    {
        Type = "PK_CNIC",
        Country = "PK",
        Name = "Computerised national identity card",
        Validation = Validation.Structure,
        Shapes = ["99999-9999999-9"],
        Check = s => IsNumber(s, 13) && s[0] is >= '1' and <= '7' && s[12] != '0',
        Context = ["cnic", "nicop", "شناختی کارڈ", "identity card"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Nic = new()
    {
        Type = "LK_NIC",
        Country = "LK",
        Name = "National identity card",
        Validation = Validation.Structure,
        Shapes = ["999999999A"],
        Check = s => s.Length == 10 && AreDigits(s[..9]) && s[9] is 'V' or 'X' && IsDayOfYear(Number(s[2..5])),
        Context = ["nic", "identity card", "හැඳුනුම්පත"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "IN_AADHAAR",
            Country = "IN",
            Name = "Aadhaar",
            Validation = Validation.Checksum,
            Shapes = ["9999 9999 9999", "9999-9999-9999", "999999999999"],
            Check = s => IsNumber(s, 12) && s[0] >= '2' && Verhoeff(s),
            Context = ["aadhaar", "aadhar", "adhaar", "uidai", "आधार"],
            NeedsContext = true,
        },
        new()
        {
            Type = "IN_AADHAAR_VID",
            Country = "IN",
            Name = "Aadhaar virtual ID",
            Validation = Validation.Checksum,
            Shapes = ["9999 9999 9999 9999", "9999999999999999"],
            Check = s => IsNumber(s, 16) && s[0] >= '2' && Verhoeff(s),
            Context = ["virtual id", "vid", "uidai", "aadhaar"],
            NeedsContext = true,
        },
        new()
        {
            Type = "IN_PAN",
            Country = "IN",
            Name = "Permanent account number",
            Validation = Validation.Structure,
            Shapes = ["AAAAA9999A"],
            Check = IsPan,
            Context = ["pan", "permanent account", "income tax"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "IN_GSTIN",
            Country = "IN",
            Name = "Goods and services tax identification number",
            Validation = Validation.Checksum,
            Shapes = ["99AAAAA9999AXAX"],
            Check = s => s.Length == 15 && Number(s[..2]) is (>= 1 and <= 38) or 97 or 99 && IsPan(s[2..12]) && s[12] != '0'
                && s[13] == 'Z' && Luhn36(s),
            Context = ["gstin", "gst"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "IN_VOTER_ID",
            Country = "IN",
            Name = "Electoral photo identity card (EPIC)",
            Validation = Validation.Checksum,
            Shapes = ["AAA9999999"],
            Check = s => s.Length == 10 && AreLetters(s[..3]) && AreDigits(s[3..]) && Luhn(s[3..]),
            Context = ["epic", "voter", "voter id", "election card", "electoral"],
            NeedsContext = true,
        },
        new()
        {
            Type = "IN_DRIVING_LICENCE",
            Country = "IN",
            Name = "Driving licence",
            Validation = Validation.Structure,
            Shapes = ["AA9999999999999", "AA99 99999999999", "AA-9999999999999", "AA-99 99999999999", "AA99-99999999999"],
            Check = s => s.Length == 15 && IsIndianState(s[..2]) && AreDigits(s[2..]) && Number(s[4..8]) is >= 1950 and < 2100,
            Context = ["driving licence", "driving license", "dl", "licence"],
            Score = Scores.Likely,
        },
        Cnic,
        Cnic with { Shapes = ["9999999999999"], NeedsContext = true },
        Nic,
        Nic with
        {
            Shapes = ["999999999999"],
            Check = s => IsNumber(s, 12) && Number(s[..4]) is >= 1900 and < 2100 && IsDayOfYear(Number(s[4..7])),
            NeedsContext = true,
        },
    ];

    // The fourth letter is the kind of holder: a person, a company, a firm, ...
    private static bool IsPan(ReadOnlySpan<char> s) =>
        s.Length == 10 && AreLetters(s[..5]) && "ABCFGHJKLPT".Contains(s[3]) && AreDigits(s[5..9]) && s[5..9] is not "0000"
        && AreLetters(s[9..]);

    private static bool IsIndianState(ReadOnlySpan<char> two) => IndianStates.AsSpan().IndexOf(two) is var at && at >= 0 && at % 3 == 0;

    // Women have 500 added.
    private static bool IsDayOfYear(int day) => day is (>= 1 and <= 366) or (>= 501 and <= 866);
}

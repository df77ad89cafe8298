using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Singapore, Thailand, Malaysia, Indonesia, the Philippines, Viet Nam.</summary>
internal static class SoutheastAsia
{
    private const string UenKinds =
        "CC CD CH CL CM CP CS CX DP FB FC FM FN GA GB GS HS LL LP MB MC MD MH MM MQ NB NR PA PB PF RF RP SM SS TC TU VH XL";

    private const string UenCharacters = "ABCDEFGHJKLMNPQRSTUVWX0123456789";

    private static readonly IdentifierRule ThaiId = new()
    {
        Type = "TH_NATIONAL_ID",
        Country = "TH",
        Name = "เลขประจำตัวประชาชน",
        Validation = Validation.Checksum,
        Shapes = ["9-9999-99999-99-9", "9 9999 99999 99 9"],
        Check = s => IsNumber(s, 13) && (Sum(s, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) is var rest
            && (11 - rest) % 10 == Digit(s, 12),
        Context = ["ประชาชน", "thai id", "national id"],
        Score = Scores.Sure,
    };

    private static readonly IdentifierRule MyKad = new()
    {
        Type = "MY_MYKAD",
        Country = "MY",
        Name = "MyKad (NRIC)",
        Validation = Validation.Structure,
        Shapes = ["999999-99-9999"],
        Check = IsMyKad,
        Context = ["mykad", "my kad", "nric", "kad pengenalan", "no. kp", "ic number", "ic no"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Npwp = new()
    {
        Type = "ID_NPWP",
        Country = "ID",
        Name = "Nomor Pokok Wajib Pajak",
        Validation = Validation.Checksum,
        Shapes = ["99.999.999.9-999.999"],
        Check = s => IsNumber(s, 15) && Luhn(s[..9]),
        Context = ["npwp", "wajib pajak"],
        Score = Scores.Sure,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "SG_NRIC",
            Country = "SG",
            Name = "NRIC / FIN",
            Validation = Validation.Checksum,
            Shapes = ["A9999999A"],
            Check = IsNric,
            Context = ["nric", "fin", "identification number", "identity card"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "SG_UEN",
            Country = "SG",
            Name = "Unique entity number",
            Validation = Validation.Checksum,
            Shapes = ["99999999A", "999999999A", "A99AA9999X"],
            Check = IsUen,
            Context = ["uen", "unique entity number"],
            NeedsContext = true,
        },
        ThaiId,
        ThaiId with { Shapes = ["9999999999999"], NeedsContext = true, Score = 0.5f },
        MyKad,
        MyKad with { Shapes = ["999999999999"], NeedsContext = true },
        new()
        {
            Type = "ID_NIK",
            Country = "ID",
            Name = "Nomor Induk Kependudukan",
            Validation = Validation.Structure,
            Shapes = ["9999999999999999", "999999 999999 9999"],
            Check = IsNik,
            Context = ["nik", "ktp", "induk kependudukan", "e-ktp"],
            NeedsContext = true,
        },
        Npwp,
        Npwp with { Shapes = ["999999999999999"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "PH_TIN",
            Country = "PH",
            Name = "Taxpayer identification number",
            Shapes = ["999-999-999-999", "999-999-999-99999", "999-999-999"],
            Context = ["tin", "taxpayer identification", "bir"],
            NeedsContext = true,
        },
        new()
        {
            Type = "PH_SSS",
            Country = "PH",
            Name = "Social Security System number",
            Shapes = ["99-9999999-9"],
            Context = ["sss", "social security system"],
            NeedsContext = true,
        },
        new()
        {
            Type = "VN_TAX_CODE",
            Country = "VN",
            Name = "Mã số thuế",
            Validation = Validation.Checksum,
            Shapes = ["9999999999", "9999999999-999"],
            Check = IsVietnameseTax,
            Context = ["mã số thuế", "mst", "ma so thue"],
            NeedsContext = true,
        },
        new()
        {
            Type = "VN_CCCD",
            Country = "VN",
            Name = "Căn cước công dân",
            Validation = Validation.Structure,
            Shapes = ["999999999999"],
            Check = s => IsNumber(s, 12) && Number(s[..3]) is >= 1 and <= 96 && s[3] <= '3',
            Context = ["cccd", "căn cước", "can cuoc", "định danh"],
            NeedsContext = true,
        },
    ];

    // Day of birth, place of birth (codes that are not given out are none), serial.
    private static bool IsMyKad(ReadOnlySpan<char> s) =>
        IsNumber(s, 12) && Days.IsYyMmDd(s)
        && Number(s[6..8]) is not (0 or (>= 17 and <= 20) or 69 or 70 or 73 or 80 or 81 or (>= 94 and <= 97));

    // S and F before 2000, T and G since (four more), M since 2022 (three more, letters the other way round).
    private static bool IsNric(ReadOnlySpan<char> s)
    {
        if (s.Length != 9 || !IsNumber(s[1..8], 7))
            return false;
        var sum = Sum(s[1..], [2, 7, 6, 5, 4, 3, 2]);
        return s[0] switch
        {
            'S' => s[8] == "JZIHGFEDCBA"[sum % 11],
            'T' => s[8] == "JZIHGFEDCBA"[(sum + 4) % 11],
            'F' => s[8] == "XWUTRQPNMLK"[sum % 11],
            'G' => s[8] == "XWUTRQPNMLK"[(sum + 4) % 11],
            'M' => s[8] == "KLJNPQRTUWX"[10 - ((sum + 3) % 11)],
            _ => false,
        };
    }

    // Businesses, local companies with the year first, and others with the year behind R, S or T.
    private static bool IsUen(ReadOnlySpan<char> s)
    {
        if (s.Length == 9)
            return IsNumber(s[..8], 8) && s[8] == "XMKECAWLJDB"[Sum(s, [10, 4, 9, 3, 8, 2, 7, 1]) % 11];
        if (s.Length != 10)
            return false;
        if (AreDigits(s[..9]))
            return Number(s[..4]) is >= 1800 and < 2100 && s[9] == "ZKCMDNERGWH"[Sum(s, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11];
        if (s[0] is not ('R' or 'S' or 'T') || !AreDigits(s[1..3]) || !AreDigits(s[5..9]) || !IsUenKind(s[3..5]))
            return false;

        ReadOnlySpan<byte> weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
        var sum = 0;
        for (var i = 0; i < 9; i++)
            sum += weights[i] * UenCharacters.IndexOf(s[i]);
        return s[9] == UenCharacters[(sum + 6) % 11];
    }

    private static bool IsUenKind(ReadOnlySpan<char> two) => UenKinds.AsSpan().IndexOf(two) is var at && at >= 0 && at % 3 == 0;

    // Province, district and place, day of birth (and 40 for women), serial.
    private static bool IsNik(ReadOnlySpan<char> s) =>
        IsNumber(s, 16) && Number(s[..2]) is >= 11 and <= 97 && Number(s[2..4]) is >= 1 and <= 79 && Number(s[12..]) > 0
        && Days.ExistsInSomeCentury(Number(s[10..12]), Number(s[8..10]), Number(s[6..8]) % 40);

    // Ten digits; branches have three more. A remainder of 0 has no check digit.
    private static bool IsVietnameseTax(ReadOnlySpan<char> s) =>
        s.Length is 10 or 13 && IsNumber(s[..10], 10) && AreDigits(s) && s[2..9] is not "0000000"
        && 10 - (Sum(s, [31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11) == Digit(s, 9) && (s.Length == 10 || Number(s[10..]) > 0);
}

using System.Buffers;
using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Mainland China, Hong Kong, Taiwan.</summary>
internal static class China
{
    private const string UsccCharacters = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> UsccSet = SearchValues.Create(UsccCharacters);

    /// <summary>Places in Taiwan by the number that the law gives them, from 10.</summary>
    private const string TaiwanPlaces = "ABCDEFGHJKLMNPQRSTUVXYWZIO";

    private static readonly IdentifierRule Hkid = new()
    {
        Type = "HK_HKID",
        Country = "HK",
        Name = "香港身份證 (HKID)",
        Validation = Validation.Checksum,
        Shapes = ["A999999(X)", "AA999999(X)", "A999999 (X)"],
        Check = IsHkid,
        Context = ["hkid", "身份證", "香港身份證", "identity card"],
        Score = Scores.Sure,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "CN_RESIDENT_ID",
            Country = "CN",
            Name = "居民身份证号码",
            Validation = Validation.Checksum,
            Shapes = ["99999999999999999X", "999999 99999999 999X"],
            Check = IsResident,
            Context = ["身份证", "身份证号", "居民身份证", "resident id", "id card"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "CN_USCC",
            Country = "CN",
            Name = "统一社会信用代码",
            Validation = Validation.Checksum,
            Shapes = ["XX999999XXXXXXXXXX"],
            Check = IsUscc,
            Context = ["统一社会信用代码", "信用代码", "uscc"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "CN_PASSPORT",
            Country = "CN",
            Name = "护照",
            Validation = Validation.Structure,
            Shapes = ["A99999999", "AA9999999"],
            Check = s => s.Length == 9 && "EGDSPH".Contains(s[0]) && AreDigits(s[2..]),
            Context = ["护照", "护照号", "passport"],
            NeedsContext = true,
        },
        Hkid,
        Hkid with { Shapes = ["A999999X", "AA999999X"], NeedsContext = true, Score = 0.5f },
        new()
        {
            Type = "TW_NATIONAL_ID",
            Country = "TW",
            Name = "國民身分證統一編號",
            Validation = Validation.Checksum,
            Shapes = ["A999999999"],
            Check = IsTaiwanese,
            Context = ["身分證", "身分證字號", "身份證字號", "居留證", "national id"],
            NeedsContext = true,
        },
        new()
        {
            Type = "TW_UBN",
            Country = "TW",
            Name = "統一編號",
            Validation = Validation.Checksum,
            Shapes = ["99999999"],
            Check = IsUbn,
            Context = ["統一編號", "統編", "ubn", "vat number"],
            NeedsContext = true,
        },
    ];

    // Place (province 11 to 82), day of birth, serial, ISO 7064 MOD 11-2.
    private static bool IsResident(ReadOnlySpan<char> s) =>
        s.Length == 18 && AreDigits(s[..17]) && (s[17] == 'X' || AreDigits(s[17..])) && Number(s[..2]) is >= 11 and <= 82
        && Days.IsYyyyMmDd(s[6..14]) && Mod11And2(s);

    // Powers of three modulo 31 (GB 32100-2015).
    private static bool IsUscc(ReadOnlySpan<char> s)
    {
        if (s.Length != 18 || s.ContainsAnyExcept(UsccSet) || !"123456789ANY".Contains(s[0]) || !AreDigits(s[2..8]))
            return false;
        var (sum, weight) = (0, 1);
        foreach (var character in s[..17])
        {
            sum += UsccCharacters.IndexOf(character) * weight;
            weight = weight * 3 % 31;
        }

        return s.ContainsAnyExcept(s[0]) && (sum + UsccCharacters.IndexOf(s[17])) % 31 == 0;
    }

    // Where there is one letter a space counts before it, as 36; the check is a digit or A for ten.
    private static bool IsHkid(ReadOnlySpan<char> s)
    {
        if (s.Length is not (8 or 9) || !AreLetters(s[..^7]) || !AreDigits(s[^7..^1]) || !(s[^1] == 'A' || AreDigits(s[^1..])))
            return false;
        var sum = s.Length == 8 ? 9 * 36 : 9 * Value(s[0]);
        sum += 8 * Value(s[^8]);
        for (var i = 1; i <= 7; i++)
            sum += i * Value(s[^i]);
        return sum % 11 == 0;
    }

    // Place, sex (1, 2; 8, 9 of residents since 2021; A to D before), serial.
    private static bool IsTaiwanese(ReadOnlySpan<char> s)
    {
        if (s.Length != 10 || !AreLetters(s[..1]) || !IsNumber(s[1..], 9) || s[1] is not ('1' or '2' or '8' or '9'))
            return false;
        var place = TaiwanPlaces.IndexOf(s[0]) + 10;
        return ((place / 10) + (place % 10 * 9) + Sum(s[1..], [8, 7, 6, 5, 4, 3, 2, 1, 1])) % 10 == 0;
    }

    // Digits of products added, a multiple of five since 2023; where the seventh is 7, its product 28 may count as 10 or as 1.
    private static bool IsUbn(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 8))
            return false;
        var sum = CrossSum(s, [1, 2, 1, 2, 1, 2, 4, 1]);
        return sum % 5 == 0 || (s[6] == '7' && (sum + 1) % 5 == 0);
    }
}

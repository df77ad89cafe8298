using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Japan and South Korea.</summary>
internal static class JapanKorea
{
    private static readonly IdentifierRule Rrn = new()
    {
        Type = "KR_RRN",
        Country = "KR",
        Name = "주민등록번호 / 외국인등록번호",
        Validation = Validation.Structure,
        Shapes = ["999999-9999999"],
        Check = s => IsNumber(s, 13) && Days.IsYyMmDd(s),
        Context = ["주민등록번호", "주민번호", "외국인등록번호", "rrn", "resident registration"],
        Score = Scores.Likely,
    };

    private static readonly IdentifierRule Brn = new()
    {
        Type = "KR_BRN",
        Country = "KR",
        Name = "사업자등록번호",
        Validation = Validation.Checksum,
        Shapes = ["999-99-99999"],
        Check = IsBrn,
        Context = ["사업자등록번호", "사업자번호", "business registration", "brn"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "JP_MY_NUMBER",
            Country = "JP",
            Name = "個人番号 (マイナンバー)",
            Validation = Validation.Checksum,
            Shapes = ["999999999999", "9999 9999 9999", "9999-9999-9999"],
            Check = IsMyNumber,
            Context = ["マイナンバー", "個人番号", "my number", "mynumber"],
            NeedsContext = true,
        },
        new()
        {
            Type = "JP_CORPORATE_NUMBER",
            Country = "JP",
            Name = "法人番号",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999", "9-9999-9999-9999"],
            Check = s => IsNumber(s, 13) && 9 - (Sum(s[1..], [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]) % 9) == Digit(s, 0),
            Context = ["法人番号", "corporate number", "houjin"],
            NeedsContext = true,
        },
        new()
        {
            Type = "JP_PASSPORT",
            Country = "JP",
            Name = "旅券番号",
            Shapes = ["AA9999999"],
            Context = ["旅券", "旅券番号", "パスポート", "passport"],
            NeedsContext = true,
        },
        Rrn,
        Rrn with { Shapes = ["9999999999999"], NeedsContext = true },
        Brn,
        Brn with { Shapes = ["9999999999"], NeedsContext = true },
        new()
        {
            Type = "KR_DRIVER_LICENSE",
            Country = "KR",
            Name = "운전면허번호",
            Validation = Validation.Structure,
            Shapes = ["99-99-999999-99"],
            Check = s => IsNumber(s, 12) && Number(s[..2]) is >= 11 and <= 28,
            Context = ["운전면허", "면허번호", "driver license"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "KR_PASSPORT",
            Country = "KR",
            Name = "여권번호",
            Validation = Validation.Structure,
            Shapes = ["A99999999", "A999A9999"],
            Check = s => s.Length == 9 && "MSRODG".Contains(s[0]) && AreDigits(s[1..4]) && AreDigits(s[5..]),
            Context = ["여권", "여권번호", "passport"],
            NeedsContext = true,
        },
    ];

    // Weights 2 to 7 and 2 to 6 from the right; remainders of 0 and 1 give 0.
    private static bool IsMyNumber(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 12))
            return false;
        var rest = Sum(s, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return Digit(s, 11) == (rest < 2 ? 0 : 11 - rest);
    }

    // The ninth digit counts five times, with the tens of its product added.
    private static bool IsBrn(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && Number(s[..3]) > 100 && s[3..5] is not "00"
        && (Sum(s, [1, 3, 7, 1, 3, 7, 1, 3, 5, 1]) + (Digit(s, 8) * 5 / 10)) % 10 == 0;
}

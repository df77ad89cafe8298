using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Israel, Saudi Arabia, the United Arab Emirates, Kuwait, Qatar, Iran.</summary>
internal static class MiddleEast
{
    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "IL_TEUDAT_ZEHUT",
            Country = "IL",
            Name = "מספר זהות (Teudat Zehut)",
            Validation = Validation.Checksum,
            Shapes = ["999999999", "99999999-9"],
            Check = s => IsNumber(s, 9) && Luhn(s),
            Context = ["תעודת זהות", "מספר זהות", "ת.ז.", "ת\"ז", "teudat zehut", "israeli id"],
            NeedsContext = true,
        },
        new()
        {
            Type = "SA_NATIONAL_ID",
            Country = "SA",
            Name = "رقم الهوية / الإقامة",
            Validation = Validation.Checksum,
            Shapes = ["9999999999"],
            Check = s => IsNumber(s, 10) && s[0] is '1' or '2' && Luhn(s),
            Context = ["رقم الهوية", "الهوية الوطنية", "الإقامة", "iqama", "saudi id", "national id"],
            NeedsContext = true,
        },
        new()
        {
            Type = "AE_EMIRATES_ID",
            Country = "AE",
            Name = "رقم الهوية الإماراتية (Emirates ID)",
            Validation = Validation.Checksum,
            Shapes = ["999-9999-9999999-9", "999999999999999"],
            Check = s => IsNumber(s, 15) && s.StartsWith("784") && Number(s[3..7]) is >= 1900 and < 2100 && Luhn(s),
            Context = ["emirates id", "هوية", "رقم الهوية", "eid"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "KW_CIVIL_ID",
            Country = "KW",
            Name = "الرقم المدني (Civil ID)",
            Validation = Validation.Checksum,
            Shapes = ["999999999999"],
            Check = IsCivilId,
            Context = ["civil id", "الرقم المدني", "المدني"],
            NeedsContext = true,
        },
        new()
        {
            Type = "QA_QID",
            Country = "QA",
            Name = "الرقم الشخصي (QID)",
            Validation = Validation.Structure,
            Shapes = ["99999999999"],
            Check = s => IsNumber(s, 11) && s[0] is '2' or '3',
            Context = ["qid", "qatar id", "الرقم الشخصي"],
            NeedsContext = true,
        },
        new()
        {
            Type = "IR_MELLI",
            Country = "IR",
            Name = "کد ملی (Code Melli)",
            Validation = Validation.Checksum,
            Shapes = ["9999999999", "999-999999-9"],
            Check = IsMelli,
            Context = ["کد ملی", "کدملی", "شماره ملی", "code melli", "national code"],
            NeedsContext = true,
        },
    ];

    // Century (2 the 1900s, 3 the 2000s), day of birth, serial, check digit.
    private static bool IsCivilId(ReadOnlySpan<char> s) =>
        IsNumber(s, 12) && s[0] is '1' or '2' or '3' && Days.IsYyMmDd(s[1..])
        && 11 - (Sum(s, [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) == Digit(s, 11);

    // A remainder of 0 or 1 is itself the check digit.
    private static bool IsMelli(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 10))
            return false;
        var rest = Sum(s, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        return Digit(s, 9) == (rest < 2 ? rest : 11 - rest);
    }
}

using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Days of birth inside identifiers. Whether a day lies in the future is not asked: nothing here knows what day it is.</summary>
internal static class Days
{
    private static ReadOnlySpan<byte> Lengths => [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    public static bool Exists(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= Lengths[month - 1] + (month == 2 && IsLeap(year) ? 1 : 0);

    /// <summary>A day of some century: the year has two digits, and 00 counts as a leap year as 2000 was one.</summary>
    public static bool ExistsInSomeCentury(int year, int month, int day) => Exists(2000 + year, month, day);

    public static bool IsYyMmDd(ReadOnlySpan<char> digits) =>
        ExistsInSomeCentury(Number(digits[..2]), Number(digits[2..4]), Number(digits[4..6]));

    public static bool IsDdMmYy(ReadOnlySpan<char> digits) =>
        ExistsInSomeCentury(Number(digits[4..6]), Number(digits[2..4]), Number(digits[..2]));

    /// <summary>A day from 1800 to 2099.</summary>
    public static bool IsYyyyMmDd(ReadOnlySpan<char> digits) =>
        Number(digits[..4]) is >= 1800 and < 2100 and var year && Exists(year, Number(digits[4..6]), Number(digits[6..8]));

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

using System.Globalization;

namespace Mm.Data.Measure.Text;

/// <summary>Digit groups <paramref name="First"/> to <paramref name="Last"/> as one phone number, as it is written in a text.</summary>
internal readonly record struct PhoneNumberForm(string Text, int Start, int End, IReadOnlyList<PhoneGroup> Groups, int First, int Last)
{
    /// <summary>Written with a plus.</summary>
    public bool IsInternational { get; init; }

    /// <summary>More digits stand beside it in the same stretch.</summary>
    public bool IsBeside { get; init; }

    public int GroupCount => Last - First + 1;

    public int DigitCount
    {
        get
        {
            var count = 0;
            for (var i = First; i <= Last; i++)
                count += Groups[i].Length;
            return count;
        }
    }

    /// <summary>No letter, digit or joining sign touches it.</summary>
    public bool IsFree =>
        (Start == 0 || !(char.IsLetterOrDigit(Text[Start - 1]) || Text[Start - 1] is '_'))
        && (End == Text.Length || !(char.IsLetterOrDigit(Text[End]) || Text[End] is '_'))
        && (Last == Groups.Count - 1 || Text[Groups[Last].End] == ' ')
        && !ContinuesNumber;

    public int Length(int group) => Groups[First + group].Length;

    /// <summary>The digits of one group.</summary>
    public ReadOnlySpan<char> Digits(int group) => Text.AsSpan(Groups[First + group].Start, Groups[First + group].Length);

    /// <summary>The digits of all groups.</summary>
    public int CopyDigits(Span<char> digits)
    {
        var count = 0;
        for (var i = 0; i < GroupCount; i++)
        {
            Digits(i).CopyTo(digits[count..]);
            count += Length(i);
        }

        return count;
    }

    /// <summary>Whether the same sign, and nothing else, parts all groups.</summary>
    public bool IsPartedBy(char sign)
    {
        for (var i = First; i < Last; i++)
        {
            if (Groups[i + 1].Start - Groups[i].End != 1 || Text[Groups[i].End] != sign)
                return false;
        }

        return true;
    }

    /// <summary>An amount of money, a decimal, a book number, a date, a row of years.</summary>
    public bool IsOther => !IsInternational && (HasCurrency || IsDate(0) || IsYears || IsDecimal || IsBookNumber);

    /// <summary>100 000 000</summary>
    public bool IsThousands
    {
        get
        {
            for (var i = 1; i < GroupCount; i++)
            {
                if (Length(i) != 3)
                    return false;
            }

            return GroupCount > 1 && Length(0) <= 3 && Digits(0)[0] != '0' && (IsPartedBy(' ') || IsPartedBy('.'));
        }
    }

    private bool HasCurrency
    {
        get
        {
            var before = Text.AsSpan(Math.Max(0, Start - 2), Math.Min(2, Start)).TrimEnd(' ');
            var after = Text.AsSpan(End, Math.Min(2, Text.Length - End)).TrimStart(' ');
            return (before.Length > 0 && char.GetUnicodeCategory(before[^1]) is UnicodeCategory.CurrencySymbol)
                || (after.Length > 0 && char.GetUnicodeCategory(after[0]) is UnicodeCategory.CurrencySymbol);
        }
    }

    // 3.14159... and 1,234,567; 12:30:45
    private bool ContinuesNumber =>
        (Start >= 2 && Text[Start - 1] is '.' or ',' or ':' or '-' or '/' && char.IsAsciiDigit(Text[Start - 2]) && Text[Start] != '+')
        || (End + 1 < Text.Length && Text[End] is '.' or ',' or ':' && char.IsAsciiDigit(Text[End + 1]) && !IsInternational);

    private bool IsDecimal => GroupCount == 2 && Length(0) <= 2 && Length(1) >= 5 && IsPartedBy('.');

    private bool IsYears
    {
        get
        {
            for (var i = 0; i < GroupCount; i++)
            {
                if (Length(i) != 4 || Number(i) is < 1800 or > 2100)
                    return false;
            }

            return true;
        }
    }

    // 2024-01-15, 15.01.2024, 20240115, whatever time or date follows.
    private bool IsDate(int at)
    {
        if (Length(at) is 8 or 12 or 14 && int.Parse(Digits(at)[..4], CultureInfo.InvariantCulture) is >= 1900 and <= 2100)
            return IsMonthDay(Digits(at).Slice(4, 2), Digits(at).Slice(6, 2));
        if (GroupCount < at + 3)
            return false;
        if (Length(at) == 4 && Number(at) is >= 1900 and <= 2100)
            return Length(at + 1) <= 2 && Length(at + 2) <= 2 && IsMonthDay(Digits(at + 1), Digits(at + 2));
        return Length(at) <= 2 && Length(at + 1) <= 2 && Length(at + 2) == 4 && Number(at + 2) is >= 1900 and <= 2100
            && (IsMonthDay(Digits(at), Digits(at + 1)) || IsMonthDay(Digits(at + 1), Digits(at)));
    }

    private static bool IsMonthDay(ReadOnlySpan<char> month, ReadOnlySpan<char> day) =>
        int.Parse(month, CultureInfo.InvariantCulture) is >= 1 and <= 12 && int.Parse(day, CultureInfo.InvariantCulture) is >= 1 and <= 31;

    private int Number(int group) => int.Parse(Digits(group), CultureInfo.InvariantCulture);

    // ISBN-13: 978 or 979 and a check digit with weights 1 and 3 (ISO 2108).
    private bool IsBookNumber
    {
        get
        {
            if (DigitCount != 13)
                return false;
            Span<char> digits = stackalloc char[13];
            CopyDigits(digits);
            var sum = 0;
            for (var i = 0; i < digits.Length; i++)
                sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
            return digits.StartsWith("978") || (digits.StartsWith("979") && sum % 10 == 0);
        }
    }
}

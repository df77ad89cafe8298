using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Australia and New Zealand.</summary>
internal static class Oceania
{
    private static readonly IdentifierRule Abn = new()
    {
        Type = "AU_ABN",
        Country = "AU",
        Name = "Australian business number",
        Validation = Validation.Checksum,
        Shapes = ["99 999 999 999"],
        Check = IsAbn,
        Context = ["abn", "business number"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "AU_TFN",
            Country = "AU",
            Name = "Tax file number",
            Validation = Validation.Checksum,
            Shapes = ["999 999 999", "999-999-999", "999999999"],
            Check = s => IsNumber(s, 9) && Sum(s, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0,
            Context = ["tfn", "tax file number", "tax file"],
            NeedsContext = true,
        },
        Abn,
        Abn with { Shapes = ["99999999999"], NeedsContext = true },
        new()
        {
            Type = "AU_ACN",
            Country = "AU",
            Name = "Australian company number",
            Validation = Validation.Checksum,
            Shapes = ["999 999 999", "999999999"],
            Check = s => IsNumber(s, 9) && (Sum(s, [8, 7, 6, 5, 4, 3, 2, 1]) + Digit(s, 8)) % 10 == 0,
            Context = ["acn", "company number"],
            NeedsContext = true,
        },
        new()
        {
            Type = "AU_MEDICARE",
            Country = "AU",
            Name = "Medicare card number",
            Validation = Validation.Checksum,
            Shapes = ["9999 99999 9", "9999-99999-9", "9999999999", "9999 99999 9/9", "99999999999"],
            Check = IsMedicare,
            Context = ["medicare", "medicare card"],
            NeedsContext = true,
        },
        new()
        {
            Type = "AU_IHI",
            Country = "AU",
            Name = "Individual healthcare identifier",
            Validation = Validation.Checksum,
            Shapes = ["9999 9999 9999 9999", "9999999999999999"],
            Check = s => IsNumber(s, 16) && s.StartsWith("80036") && Luhn(s),
            Context = ["ihi", "healthcare identifier"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "NZ_IRD",
            Country = "NZ",
            Name = "IRD number",
            Validation = Validation.Checksum,
            Shapes = ["99-999-999", "999-999-999", "99999999", "999999999"],
            Check = IsIrd,
            Context = ["ird", "inland revenue"],
            NeedsContext = true,
        },
        new()
        {
            Type = "NZ_NHI",
            Country = "NZ",
            Name = "National health index number",
            Validation = Validation.Checksum,
            Shapes = ["AAA9999", "AAA99AA"],
            Check = IsNhi,
            Context = ["nhi", "national health index"],
            NeedsContext = true,
        },
    ];

    // One is taken from the first digit; a multiple of 89.
    private static bool IsAbn(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && s[0] != '0' && (Sum(s, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0;

    // The tenth digit is the issue of the card, an eleventh the person on it.
    private static bool IsMedicare(ReadOnlySpan<char> s) =>
        s.Length is 10 or 11 && IsNumber(s[..9], 9) && AreDigits(s) && s[0] is >= '2' and <= '6' && s[9..].IndexOf('0') < 0
        && Sum(s, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == Digit(s, 8);

    // Eight digits or nine from 10-000-000 to 150-000-000; a remainder of 10 turns to a second row of weights.
    private static bool IsIrd(ReadOnlySpan<char> s)
    {
        if (s.Length is not (8 or 9) || !IsNumber(s, s.Length) || Number(s) is < 10_000_000 or > 150_000_000)
            return false;
        ReadOnlySpan<byte> first = [3, 2, 7, 6, 5, 4, 3, 2];
        ReadOnlySpan<byte> second = [7, 4, 3, 2, 5, 2, 7, 6];
        var skipped = 9 - s.Length;
        var check = (11 - (Sum(s, first[skipped..]) % 11)) % 11;
        if (check == 10)
            check = (11 - (Sum(s, second[skipped..]) % 11)) % 11;
        return check == s[^1] - '0';
    }

    // Letters without I and O count from 1; four digits with modulo 11, or two digits and two letters with modulo 23 (HISO 10046:2023).
    private static bool IsNhi(ReadOnlySpan<char> s)
    {
        if (s.Length != 7 || !AreLetters(s[..3]) || !AreDigits(s[3..5]) || s.ContainsAny('I', 'O'))
            return false;
        if (AreLetters(s[5..6]) != AreLetters(s[6..]))
            return false;
        var sum = 0;
        for (var i = 0; i < 6; i++)
            sum += (7 - i) * NhiValue(s[i]);
        if (AreLetters(s[5..]))
            return NhiValue(s[6]) == 23 - (sum % 23);
        return AreDigits(s[5..]) && sum % 11 != 0 && Digit(s, 6) == (11 - (sum % 11)) % 10;
    }

    private static int NhiValue(char character) =>
        character <= '9' ? character - '0' : character - 'A' + 1 - (character > 'I' ? 1 : 0) - (character > 'O' ? 1 : 0);
}

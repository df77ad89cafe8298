using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Romania and Bulgaria.</summary>
internal static class EasternBalkans
{
    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "RO_CNP",
            Country = "RO",
            Name = "Cod numeric personal",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999"],
            Check = IsCnp,
            Context = ["cnp", "cod numeric personal"],
        },
        new()
        {
            Type = "RO_CUI",
            Country = "RO",
            Name = "Cod unic de identificare",
            Validation = Validation.Checksum,
            Shapes = ["99999999", "9999999", "999999999"],
            Check = IsCui,
            Context = ["cui", "cif", "cod unic", "cod fiscal"],
            NeedsContext = true,
        },
        new()
        {
            Type = "RO_VAT",
            Country = "RO",
            Name = "Cod de TVA",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA9999999", "AA999999999", "AA 99999999"],
            Check = s => s.StartsWith("RO") && IsCui(s[2..]),
            Context = ["cui", "tva", "vat"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "BG_EGN",
            Country = "BG",
            Name = "ЕГН",
            Validation = Validation.Checksum,
            Shapes = ["9999999999"],
            Check = IsEgn,
            Context = ["егн", "egn", "единен граждански номер"],
            NeedsContext = true,
        },
        new()
        {
            Type = "BG_LNCH",
            Country = "BG",
            Name = "ЛНЧ (личен номер на чужденец)",
            Validation = Validation.Checksum,
            Shapes = ["9999999999"],
            Check = s => IsNumber(s, 10) && Sum(s, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == Digit(s, 9),
            Context = ["лнч", "lnch", "личен номер на чужденец"],
            NeedsContext = true,
        },
        new()
        {
            Type = "BG_EIK",
            Country = "BG",
            Name = "ЕИК / БУЛСТАТ",
            Validation = Validation.Checksum,
            Shapes = ["999999999"],
            Check = IsEik,
            Context = ["еик", "булстат", "eik", "bulstat"],
            NeedsContext = true,
        },
        new()
        {
            Type = "BG_VAT",
            Country = "BG",
            Name = "ДДС номер",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999", "AA 999999999"],
            Check = s => s.StartsWith("BG") && IsEik(s[2..]),
            Context = ["ддс", "vat"],
            Score = Scores.Sure,
        },
    ];

    // Sex and century, day of birth, county (1 to 46, 47 and 48 and 51 and 52, and 70 to 99 since 2021), serial.
    private static bool IsCnp(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 13) || s[0] == '0' || !Days.IsYyMmDd(s[1..]))
            return false;
        if (Number(s[7..9]) is not ((>= 1 and <= 48) or 51 or 52 or >= 70) || Number(s[9..12]) == 0)
            return false;
        var rest = Sum(s, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
        return Digit(s, 12) == (rest == 10 ? 1 : rest);
    }

    private static bool IsCui(ReadOnlySpan<char> s)
    {
        if (s.Length is < 7 or > 10 || !IsNumber(s, s.Length) || s[0] == '0')
            return false;
        ReadOnlySpan<byte> weights = [7, 5, 3, 2, 1, 7, 5, 3, 2];
        return Sum(s, weights[^(s.Length - 1)..]) * 10 % 11 % 10 == Digit(s, s.Length - 1);
    }

    // 20 is added to the month for 1800, 40 for 2000.
    private static bool IsEgn(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && Number(s[2..4]) <= 52 && Days.ExistsInSomeCentury(Number(s[..2]), Number(s[2..4]) % 20, Number(s[4..6]))
        && Sum(s, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == Digit(s, 9);

    private static bool IsEik(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 9))
            return false;
        var rest = Sum(s, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
        if (rest == 10)
            rest = Sum(s, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10;
        return rest == Digit(s, 8);
    }
}

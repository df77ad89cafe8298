using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Poland
{
    private static readonly IdentifierRule Nip = new()
    {
        Type = "PL_NIP",
        Country = "PL",
        Name = "Numer identyfikacji podatkowej",
        Validation = Validation.Checksum,
        Shapes = ["999-999-99-99", "999-99-99-999"],
        Check = IsNip,
        Context = ["nip", "identyfikacji podatkowej"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "PL_PESEL",
            Country = "PL",
            Name = "PESEL",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = IsPesel,
            Context = ["pesel"],
            NeedsContext = true,
        },
        Nip,
        Nip with { Shapes = ["9999999999"], NeedsContext = true },
        new()
        {
            Type = "PL_VAT",
            Country = "PL",
            Name = "NIP UE",
            Validation = Validation.Checksum,
            Shapes = ["AA9999999999", "AA 9999999999"],
            Check = s => s.StartsWith("PL") && IsNip(s[2..]),
            Context = ["nip", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "PL_REGON",
            Country = "PL",
            Name = "REGON",
            Validation = Validation.Checksum,
            Shapes = ["999999999", "99999999999999"],
            Check = IsRegon,
            Context = ["regon"],
            NeedsContext = true,
        },
        new()
        {
            Type = "PL_ID_CARD",
            Country = "PL",
            Name = "Dowód osobisty",
            Validation = Validation.Checksum,
            Shapes = ["AAA999999", "AAA 999999"],
            Check = s => s.Length == 9 && AreLetters(s[..3]) && AreDigits(s[3..]) && Sum(s, [7, 3, 1, 9, 7, 3, 1, 7, 3]) % 10 == 0,
            Context = ["dowód", "dowodu", "dowód osobisty", "dowod osobisty", "identity card"],
            NeedsContext = true,
        },
        new()
        {
            Type = "PL_PASSPORT",
            Country = "PL",
            Name = "Paszport",
            Validation = Validation.Checksum,
            Shapes = ["AA9999999", "AA 9999999"],
            Check = s => s.Length == 9 && AreLetters(s[..2]) && AreDigits(s[2..]) && Sum(s, [7, 3, 9, 1, 7, 3, 1, 7, 3]) % 10 == 0,
            Context = ["paszport", "paszportu", "passport"],
            NeedsContext = true,
        },
    ];

    // The century is added to the month: 80 for 1800, 20 for 2000, 40 for 2100, 60 for 2200.
    private static bool IsPesel(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && Days.ExistsInSomeCentury(Number(s[..2]), Number(s[2..4]) % 20, Number(s[4..6]))
        && Sum(s, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 == 0;

    private static bool IsNip(ReadOnlySpan<char> s) =>
        IsNumber(s, 10) && Sum(s, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == Digit(s, 9);

    private static bool IsRegon(ReadOnlySpan<char> s)
    {
        if (s.Length is not (9 or 14) || !IsNumber(s, s.Length) || Sum(s, [8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 != Digit(s, 8))
            return false;
        return s.Length == 9 || Sum(s, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == Digit(s, 13);
    }
}

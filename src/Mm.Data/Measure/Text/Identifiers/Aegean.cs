using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>Greece, Cyprus, Malta, Turkey.</summary>
internal static class Aegean
{
    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "GR_AFM",
            Country = "GR",
            Name = "ΑΦΜ (Αριθμός Φορολογικού Μητρώου)",
            Validation = Validation.Checksum,
            Shapes = ["999999999"],
            Check = IsAfm,
            Context = ["αφμ", "α.φ.μ.", "afm", "φορολογικού μητρώου"],
            NeedsContext = true,
        },
        new()
        {
            Type = "GR_VAT",
            Country = "GR",
            Name = "ΑΦΜ με πρόθεμα",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999", "AA 999999999"],
            Check = s => (s.StartsWith("EL") || s.StartsWith("GR")) && IsAfm(s[2..]),
            Context = ["φπα", "αφμ", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "GR_AMKA",
            Country = "GR",
            Name = "ΑΜΚΑ (Αριθμός Μητρώου Κοινωνικής Ασφάλισης)",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = s => IsNumber(s, 11) && Days.IsDdMmYy(s) && Luhn(s),
            Context = ["αμκα", "α.μ.κ.α.", "amka", "κοινωνικής ασφάλισης"],
            NeedsContext = true,
        },
        new()
        {
            Type = "CY_TIC",
            Country = "CY",
            Name = "Αριθμός Φορολογικής Ταυτότητας (TIC)",
            Validation = Validation.Checksum,
            Shapes = ["99999999A"],
            Check = IsCypriotTax,
            Context = ["tic", "φορολογικής ταυτότητας", "αφτ"],
            NeedsContext = true,
        },
        new()
        {
            Type = "CY_VAT",
            Country = "CY",
            Name = "Αριθμός Εγγραφής ΦΠΑ",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999A", "AA 99999999A", "AA-99999999A"],
            Check = s => s.StartsWith("CY") && IsCypriotTax(s[2..]),
            Context = ["φπα", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "MT_VAT",
            Country = "MT",
            Name = "VAT number",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999", "AA 99999999", "AA 9999-9999"],
            Check = s => HasPrefix(s, "MT", rest => IsNumber(rest, 8) && rest[0] != '0' && Sum(rest, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0),
            Context = ["vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "MT_ID_CARD",
            Country = "MT",
            Name = "Karta tal-Identità",
            Validation = Validation.Structure,
            Shapes = ["9999999A", "999999A", "99999A"],
            Check = s => s.Length is >= 6 and <= 8 && AreDigits(s[..^1]) && "MGAPLHBZ".Contains(s[^1]),
            Context = ["karta tal-identità", "karta tal-identita", "identity card", "id card"],
            NeedsContext = true,
        },
        new()
        {
            Type = "TR_TCKN",
            Country = "TR",
            Name = "T.C. Kimlik Numarası",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = IsTckn,
            Context = ["tckn", "t.c. kimlik", "kimlik no", "kimlik numarası", "tc kimlik", "kimlik"],
            NeedsContext = true,
        },
        new()
        {
            Type = "TR_VKN",
            Country = "TR",
            Name = "Vergi Kimlik Numarası",
            Validation = Validation.Checksum,
            Shapes = ["9999999999"],
            Check = IsVkn,
            Context = ["vkn", "vergi kimlik", "vergi no", "vergi numarası", "vergi"],
            NeedsContext = true,
        },
    ];

    // Powers of two as weights; a remainder of 10 is written 0.
    private static bool IsAfm(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 9))
            return false;
        var sum = 0;
        foreach (var digit in s[..8])
            sum = (sum + digit - '0') * 2;
        return sum % 11 % 10 == Digit(s, 8);
    }

    // Digits at odd places are mapped; 12 never begins a number.
    private static bool IsCypriotTax(ReadOnlySpan<char> s)
    {
        if (s.Length != 9 || !IsNumber(s[..8], 8) || s.StartsWith("12"))
            return false;
        ReadOnlySpan<byte> odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
        var sum = 0;
        for (var i = 0; i < 8; i++)
            sum += i % 2 == 0 ? odd[Digit(s, i)] : Digit(s, i);
        return s[8] == 'A' + (sum % 26);
    }

    // The tenth digit from weights 7 and 9, the eleventh the sum of the ten before.
    private static bool IsTckn(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && s[0] != '0' && Sum(s, [7, 9, 7, 9, 7, 9, 7, 9, 7]) % 10 == Digit(s, 9)
        && Sum(s, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 == Digit(s, 10);

    // Every digit plus its place from the right, times a power of two modulo nine, where a multiple of nine counts as nine.
    private static bool IsVkn(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 10))
            return false;
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            var shifted = (Digit(s, i) + 9 - i) % 10;
            var rest = (shifted << (9 - i)) % 9;
            sum += shifted != 0 && rest == 0 ? 9 : rest;
        }

        return (10 - (sum % 10)) % 10 == Digit(s, 9);
    }
}

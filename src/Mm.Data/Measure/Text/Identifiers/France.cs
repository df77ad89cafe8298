using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class France
{
    private static readonly IdentifierRule Siret = new()
    {
        Type = "FR_SIRET",
        Country = "FR",
        Name = "SIRET",
        Validation = Validation.Checksum,
        Shapes = ["999 999 999 99999"],
        Check = IsSiret,
        Context = ["siret"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "FR_NIR",
            Country = "FR",
            Name = "Numéro de sécurité sociale (NIR)",
            Validation = Validation.Checksum,
            Shapes = ["9 99 99 9X 999 999 99", "999999X99999999", "9 99 99 9X 999 999-99", "9999999999999 99"],
            Check = IsNir,
            Context = ["sécurité sociale", "securite sociale", "nir", "insee", "numéro de sécu", "carte vitale"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "FR_TAX_ID",
            Country = "FR",
            Name = "Numéro fiscal (SPI)",
            Validation = Validation.Checksum,
            Shapes = ["99 99 999 999 999", "9999999999999"],
            Check = s => IsNumber(s, 13) && s[0] <= '3' && Remainder(s[..10], 511) == Number(s[10..]),
            Context = ["numéro fiscal", "numero fiscal", "spi", "impôts", "impots"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "FR_SIREN",
            Country = "FR",
            Name = "SIREN",
            Validation = Validation.Checksum,
            Shapes = ["999 999 999", "999999999"],
            Check = s => IsNumber(s, 9) && Luhn(s),
            Context = ["siren", "rcs"],
            NeedsContext = true,
        },
        Siret,
        Siret with { Shapes = ["99999999999999"], NeedsContext = true },
        new()
        {
            Type = "FR_VAT",
            Country = "FR",
            Name = "Numéro de TVA intracommunautaire",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999999", "AA 99 999999999", "AA 99 999 999 999", "AA99 999 999 999"],
            Check = s => s.StartsWith("FR") && IsVat(s[2..]),
            Context = ["tva", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "FR_ID_CARD",
            Country = "FR",
            Name = "Carte nationale d'identité",
            Validation = Validation.Structure,
            Shapes = ["999999999999", "9999A9999999", "AXXXXXXXX"],
            Check = IsCard,
            Context = ["carte nationale d'identité", "carte d'identité", "carte nationale", "cni", "cnie"],
            NeedsContext = true,
        },
    ];

    // Sex, year, month (20 to 42 and 50 to 99 where it is unknown), department (2A and 2B in Corsica, counted as 19 and 18), place, serial.
    private static bool IsNir(ReadOnlySpan<char> s)
    {
        if (s.Length != 15 || !AreDigits(s[..6]) || !AreDigits(s[7..]) || s[0] is not (>= '1' and <= '8') || s[0] is '5' or '6')
            return false;
        if (Number(s[3..5]) is 0 or (> 12 and < 20) or (> 42 and < 50) || s[5..7] is "00" || Number(s[10..13]) == 0)
            return false;
        var corse = s[6] switch { 'A' => 1, 'B' => 2, _ => 0 };
        if (corse > 0 && s[5] != '2')
            return false;
        if (corse == 0 && !AreDigits(s[6..7]))
            return false;
        var rest = (Remainder(s[..5], 97) * 100) + (corse == 0 ? Number(s[5..7]) : 20 - corse);
        rest = ((rest % 97 * 1_000) + Number(s[7..10])) % 97;
        rest = ((rest * 1_000) + Number(s[10..13])) % 97;
        return 97 - rest == Number(s[13..]);
    }

    // The post office, SIREN 356 000 000, has places whose digits add to a multiple of five.
    private static bool IsSiret(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 14) || !Luhn(s[..9]))
            return false;
        if (Luhn(s))
            return true;
        return s.StartsWith("356000000") && Sum(s, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 5 == 0;
    }

    // Before 2021 year, month, department and serial in twelve characters; since, nine of letters and digits, of which a word has none.
    private static bool IsCard(ReadOnlySpan<char> s) => s.Length == 9
        ? s.ContainsAnyInRange('0', '9') && s[s.IndexOfAnyInRange('0', '9')..][1..].ContainsAnyInRange('0', '9')
        : s.Length == 12 && Number(s[2..4]) is >= 1 and <= 12;

    private static bool IsVat(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && (Luhn(s[2..]) || s[2..5] is "000") && ((Remainder(s[2..], 97) * 100) + 12) % 97 == Number(s[..2]);
}

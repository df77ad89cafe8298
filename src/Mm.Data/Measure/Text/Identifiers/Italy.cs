using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Italy
{
    /// <summary>Months of the codice fiscale.</summary>
    private const string Months = "ABCDEHLMPRST";

    /// <summary>Letters that stand for the digits 0 to 9 where two people would have had the same code.</summary>
    private const string Omocodia = "LMNPQRSTUV";

    // Values of characters at odd places (Decreto ministeriale 23 dicembre 1976).
    private static ReadOnlySpan<byte> Odd => [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "IT_CODICE_FISCALE",
            Country = "IT",
            Name = "Codice fiscale",
            Validation = Validation.Checksum,
            Shapes = ["AAAAAAXXAXXAXXXA", "AAA AAA XXAXX AXXXA"],
            Check = IsCodiceFiscale,
            Context = ["codice fiscale", "c.f.", "cf"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "IT_PARTITA_IVA",
            Country = "IT",
            Name = "Partita IVA",
            Validation = Validation.Checksum,
            Shapes = ["99999999999"],
            Check = IsPartitaIva,
            Context = ["partita iva", "p.iva", "p. iva", "iva", "piva"],
            NeedsContext = true,
        },
        new()
        {
            Type = "IT_VAT",
            Country = "IT",
            Name = "Partita IVA con prefisso",
            Validation = Validation.Checksum,
            Shapes = ["AA99999999999", "AA 99999999999"],
            Check = s => s.StartsWith("IT") && IsPartitaIva(s[2..]),
            Context = ["partita iva", "iva", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "IT_ID_CARD",
            Country = "IT",
            Name = "Carta d'identità",
            Validation = Validation.Structure,
            Shapes = ["AA99999AA", "AA9999999", "AA 9999999"],
            Check = s => s.Length == 9 && AreLetters(s[..2]) && AreDigits(s[2..7]) && (s[0] is 'A' or 'C' || AreDigits(s[7..])),
            Context = ["carta d'identità", "carta d'identita", "carta di identità", "cie", "identity card"],
            NeedsContext = true,
        },
        new()
        {
            Type = "IT_DRIVING_LICENCE",
            Country = "IT",
            Name = "Patente di guida",
            Validation = Validation.Structure,
            Shapes = ["AA9999999A", "A9X999999A"],
            Check = s => s.Length == 10 && AreLetters(s[..1]) && (s.StartsWith("U1") || (AreLetters(s[..2]) && AreDigits(s[2..9]))),
            Context = ["patente", "patente di guida", "driving licence", "driver license"],
            NeedsContext = true,
        },
    ];

    private static bool IsCodiceFiscale(ReadOnlySpan<char> s)
    {
        if (s.Length != 16 || !AreLetters(s[..6]) || !AreLetters(s[11..12]))
            return false;
        var month = Months.IndexOf(s[8]) + 1;
        var (year, day, place) = (Omocode(s[6..8]), Omocode(s[9..11]), Omocode(s[12..15]));
        if (month == 0 || year < 0 || day < 0 || place < 0 || !Days.ExistsInSomeCentury(year, month, day > 40 ? day - 40 : day))
            return false;

        var sum = 0;
        for (var i = 0; i < 15; i++)
        {
            var rank = s[i] <= '9' ? s[i] - '0' : s[i] - 'A';
            sum += i % 2 == 0 ? Odd[rank] : rank;
        }

        return s[15] == 'A' + (sum % 26);
    }

    private static int Omocode(ReadOnlySpan<char> text)
    {
        var number = 0;
        foreach (var character in text)
        {
            var digit = char.IsAsciiDigit(character) ? character - '0' : Omocodia.IndexOf(character);
            if (digit < 0)
                return -1;
            number = (number * 10) + digit;
        }

        return number;
    }

    // Digits 8 to 10 are the office of the province.
    private static bool IsPartitaIva(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && Number(s[..7]) > 0 && Number(s[7..10]) is (>= 1 and <= 100) or 120 or 121 or 888 or 999 && Luhn(s);
}

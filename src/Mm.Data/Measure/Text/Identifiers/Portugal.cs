using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Portugal
{
    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "PT_NIF",
            Country = "PT",
            Name = "Número de identificação fiscal",
            Validation = Validation.Checksum,
            Shapes = ["999 999 999", "999999999"],
            Check = IsNif,
            Context = ["nif", "contribuinte", "nipc", "número fiscal"],
            NeedsContext = true,
        },
        new()
        {
            Type = "PT_VAT",
            Country = "PT",
            Name = "Número de identificação fiscal com prefixo",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999", "AA 999999999", "AA 999 999 999"],
            Check = s => s.StartsWith("PT") && IsNif(s[2..]),
            Context = ["nif", "iva", "vat"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "PT_CITIZEN_CARD",
            Country = "PT",
            Name = "Cartão de Cidadão",
            Validation = Validation.Checksum,
            Shapes = ["99999999 9 XX9", "999999999XX9", "99999999 9XX9", "99999999-9-XX9"],
            Check = IsCitizenCard,
            Context = ["cartão de cidadão", "cartao de cidadao", "cidadão", "identificação civil"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "PT_NISS",
            Country = "PT",
            Name = "Número de identificação de segurança social",
            Validation = Validation.Checksum,
            Shapes = ["99999999999", "999 999 999 99"],
            Check = IsNiss,
            Context = ["niss", "segurança social", "seguranca social"],
            NeedsContext = true,
        },
    ];

    private static bool IsNif(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 9) || s[0] is '0' or '4' && !s.StartsWith("45"))
            return false;
        var rest = Sum(s, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        return Digit(s, 8) == (rest < 2 ? 0 : 11 - rest);
    }

    // Two characters of the version must not both be digits: then it is another twelve-digit number. Luhn with letters as 10 to 35.
    private static bool IsCitizenCard(ReadOnlySpan<char> s)
    {
        if (s.Length != 12 || !AreDigits(s[..9]) || !AreDigits(s[11..]) || AreDigits(s[9..11]))
            return false;
        var sum = 0;
        for (var i = 0; i < 12; i++)
        {
            var weighed = Value(s[i]) * (2 - (i % 2));
            sum += i % 2 == 0 && weighed > 9 ? weighed - 9 : weighed;
        }

        return sum % 10 == 0;
    }

    private static bool IsNiss(ReadOnlySpan<char> s) =>
        IsNumber(s, 11) && s[0] is '1' or '2' && 9 - (Sum(s, [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10) == Digit(s, 10);
}

using static Mm.Data.Tests.Measure.Text.Identifiers.Arithmetic;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Valid numbers of the Americas and of no one country, in compact form.</summary>
internal static class AmericanNumbers
{
    private const string MbiLetters = "ACDEFGHJKMNPQRTUVWXY";

    public static IReadOnlyDictionary<string, Func<Dice, string>> All { get; } = new Dictionary<string, Func<Dice, string>>
    {
        ["ORCID"] = d => Pure11("0000000" + d.In(1, 3) + d.Digits(7)),
        ["LEI"] = d => (d.Digits(4) + "00" + d.Letters(2) + d.Digits(10)).Then(s => s + Two(98 - Mod(Expanded(s) + "00", 97))),
        ["US_SSN"] = d => $"{(d.In(0, 1) == 0 ? d.In(1, 665) : d.In(667, 899)):000}{d.Two(1, 99)}{d.In(1, 9999):0000}",
        ["US_ITIN"] = d => "9" + d.Digits(2) + d.Pick(["50", "65", "70", "74", "88", "90", "92", "94", "99"]) + d.Digits(4),
        ["US_EIN"] = d => d.Pick(["01", "12", "27", "36", "45", "58", "64", "77", "83", "95", "98"]) + d.Digits(7),
        ["US_PTIN"] = d => "P" + d.Digits(8),
        ["US_MBI"] = d => d.In(1, 9) + Mbi(d) + MbiAny(d) + d.Digits(1) + Mbi(d) + MbiAny(d) + d.Digits(1) + Mbi(d) + Mbi(d) + d.Digits(2),
        ["US_NPI"] = d => Luhn("80840" + d.Of("12") + d.Digits(8))[5..],
        ["US_DEA"] = d => (d.Of("ABFGMPR") + d.Letters(1) + d.Digits(6))
            .Then(s => s + ((s[2] + s[4] + s[6] - (3 * '0') + (2 * (s[3] + s[5] + s[7] - (3 * '0')))) % 10)),
        ["US_ABA_ROUTING"] = d => (d.Two(1, 12) + d.Digits(6)).Then(s => s + Complement(Sum(s, 3, 7, 1, 3, 7, 1, 3, 7), 10)),
        ["US_DRIVER_LICENSE"] = d => d.Letters(1) + d.Digits(d.Pick([7, 8, 11, 12, 13, 14])),
        ["CA_SIN"] = d => Luhn(d.In(1, 7) + d.Digits(7)),
        ["CA_BUSINESS_NUMBER"] = d => Luhn(d.Of("178") + d.Digits(7)) + "R" + d.Of("CMPT") + "000" + d.In(1, 9),
        ["CA_ON_HEALTH_CARD"] = d => Luhn(d.In(1, 9) + d.Digits(8)) + d.Pick(["", d.Letters(2)]),
        ["CA_BC_PERSONAL_HEALTH_NUMBER"] = d => Dice.Until(() =>
            d.Digits(8) is var s && Complement(Sum(s, 2, 4, 8, 5, 10, 9, 7, 3), 11) is { } check ? "9" + s + check : null),
        ["CA_QC_HEALTH_INSURANCE"] = d => d.Letters(4) + d.Day("yy") + Two(d.In(1, 12) + d.Pick([0, 50])) + d.Two(1, 28) + d.Digits(2),
        ["MX_CURP"] = Curp,
        ["MX_RFC"] = d => d.Letters(d.In(3, 4)) + d.Day("yyMMdd") + d.Of("123456789ABCDEFGHIJKLMNOPQRSTUV") + d.Of("123456789ABCXYZ")
            + d.Of("0123456789A"),
        ["MX_NSS"] = d => Luhn(d.Digits(10)),
        ["MX_CLABE"] = d => (d.Pick(["002", "012", "014", "021", "072"]) + d.Digits(14))
            .Then(s => s + Complement(s.Select((c, i) => (c - '0') * new[] { 3, 7, 1 }[i % 3] % 10).Sum(), 10)),
        ["MX_VOTER_KEY"] = d => d.Of("BCDFGHJKLMNPQRSTVWXYZ", 6) + d.Day("yyMMdd") + d.Two(1, 32) + d.Of("HM") + d.Digits(3),
        ["CR_CEDULA"] = d => d.In(1, 9) + "0" + d.Digits(7),
        ["DO_CEDULA"] = d => Luhn("0" + d.Digits(9)),
        ["DO_RNC"] = d => (d.Of("145") + d.Digits(7)).Then(s => s + "21987654321"[Sum(s, 7, 9, 8, 6, 5, 4, 3, 2) % 11]),
        ["GT_CUI"] = d => Dice.Until(() =>
            d.Digits(8) is var s && Sum(s, 2, 3, 4, 5, 6, 7, 8, 9) % 11 is var check and < 10 ? s + check + d.Two(1, 22) + d.Two(1, 5) : null),
        ["GT_NIT"] = d => (d.In(1, 9) + d.Digits(d.In(5, 7))).Then(s => s + "0K987654321"[BackToFront(s)]),
        ["SV_NIT"] = d => ("0" + d.Digits(3) + d.Day("ddMMyy") + d.In(101, 999)).Then(s => s + Complement11(Sum(s, 2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2))),
        ["SV_DUI"] = d => ("0" + d.Digits(7)).Then(s => s + Complement(Sum(s, 9, 8, 7, 6, 5, 4, 3, 2), 10)),
        ["BR_CPF"] = d => Brazilian(Brazilian(d.Digits(9), 10), 11),
        ["BR_CNPJ"] = Cnpj,
        ["BR_PIS"] = d => ("1" + d.Digits(9)).Then(s => s + Complement11(Sum(s, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))),
        ["BR_CNH"] = Cnh,
        ["BR_VOTER_ID"] = VoterId,
        ["BR_CNS"] = d => Dice.Until(() => d.Of("12789") + d.Digits(13) is var s
            && Complement(Sum(s, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2), 11) is { } check ? s + check : null),
        ["BR_RG"] = d => d.In(1, 5) + d.Digits(7) + d.Of("0123456789X"),
        ["AR_CUIT"] = d => Dice.Until(() => d.Pick(["20", "23", "27", "30", "33"]) + d.Digits(8) is var s
            && Complement(Sum(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2), 11) is { } check ? s + check : null),
        ["AR_DNI"] = d => d.In(1, 6) + d.Digits(7),
        ["AR_CBU"] = d => Cbu(d.Digits(7), 7, 1, 3, 9, 7, 1, 3) + Cbu(d.Digits(13), 3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3),
        ["CL_RUT"] = d => (d.In(1, 9) + d.Digits(d.In(6, 7))).Then(s => s + "0K987654321"[s.Reverse().Select((c, i) => (c - '0') * ((i % 6) + 2)).Sum() % 11]),
        ["PY_RUC"] = d => (d.In(1, 9) + d.Digits(d.In(5, 7))).Then(s => s + Complement11(s.Reverse().Select((c, i) => (c - '0') * (i + 2)).Sum())),
        ["UY_CI"] = d => (d.In(1, 6) + d.Digits(6)).Then(s => s + Complement(Sum(s, 2, 9, 8, 7, 6, 3, 4), 10)),
        ["UY_RUT"] = d => Dice.Until(() => d.Two(1, 21) + d.Digits(6) + "001" is var s
            && Complement(Sum(s, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), 11) is { } check ? s + check : null),
        ["CO_NIT"] = d => (d.Of("89") + d.Digits(8)).Then(s => s + "01987654321"[Sum(s, 41, 37, 29, 23, 19, 17, 13, 7, 3) % 11]),
        ["CO_CEDULA"] = d => d.In(1, 9) + d.Digits(d.Pick([7, 9])),
        ["PE_RUC"] = d => (d.Pick(["10", "15", "17", "20"]) + d.Digits(8)).Then(s => s + "10987654321"[Sum(s, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11]),
        ["PE_DNI"] = d => d.Digits(8).Then(s => s + d.Pick(["65432110987", "KJIHGFEDCBA"])[Sum(s, 3, 2, 7, 6, 5, 4, 3, 2) % 11]),
        ["EC_CI"] = d => Luhn(d.Two(1, 24) + d.In(0, 5) + d.Digits(6)),
        ["EC_RUC"] = EcuadorianRuc,
        ["VE_RIF"] = d => (d.In(1, 5) + d.Digits(8)).Then(s => "VEJPG"[s[0] - '1'] + s[1..]
            + "00987654321"[Sum(s, 4, 3, 2, 7, 6, 5, 4, 3, 2) % 11]),
        ["US_PASSPORT"] = d => d.Pick([d.Letters(1), d.Digits(1)]) + d.Digits(8),
        ["CA_PASSPORT"] = d => d.Letters(2) + d.Digits(6),
        ["BR_PASSPORT"] = d => d.Letters(2) + d.Digits(6),
        ["MX_PASSPORT"] = d => d.Letters(1) + d.Digits(8),
    };

    private static string Mbi(Dice d) => d.Of(MbiLetters);

    private static string MbiAny(Dice d) => d.Of(MbiLetters + "0123456789");

    private static int BackToFront(string s) => s.Reverse().Select((c, i) => (c - '0') * (i + 2)).Sum() % 11;

    private static string Curp(Dice d)
    {
        var s = d.Letters(1) + d.Of("AEIOUX") + d.Letters(2) + d.Day("yyMMdd") + d.Of("HM") + d.Pick(["AS", "DF", "JC", "NL", "VZ", "NE"])
            + d.Of("BCDFGHJKLMNPQRSTVWXYZ", 3) + d.Pick([d.Digits(1), d.Of("ABCDE")]);
        const string alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";
        var sum = s.Select((c, i) => alphabet.IndexOf(c, StringComparison.Ordinal) * (18 - i)).Sum();
        return s + Complement(sum, 10);
    }

    private static string Brazilian(string s, int weight) =>
        s + Complement11(s.Select((c, i) => (c - '0') * (weight - i)).Sum());

    private static string Cnpj(Dice d)
    {
        var s = d.Pick([d.Digits(8) + "0001", d.Of("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", 11) + "1"]);
        for (var i = 0; i < 2; i++)
            s += Complement11(s.Reverse().Select((c, at) => (c - 48) * ((at % 8) + 2)).Sum());
        return s;
    }

    private static string Cnh(Dice d)
    {
        var s = d.Digits(9);
        var (first, less) = (Sum(s, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 11, 0);
        if (first > 9)
            (first, less) = (0, 2);
        var second = (Sum(s, 1, 2, 3, 4, 5, 6, 7, 8, 9) % 11) - less;
        second = second < 0 ? second + 11 : second;
        return $"{s}{first}{(second > 9 ? 0 : second)}";
    }

    private static string VoterId(Dice d)
    {
        var (serial, state) = (d.Digits(8), d.In(1, 28));
        int Check(int rest) => rest == 10 ? 0 : rest == 0 && state < 3 ? 1 : rest;
        var first = Check(Sum(serial, 2, 3, 4, 5, 6, 7, 8, 9) % 11);
        return serial + Two(state) + first + Check(((state / 10 * 7) + (state % 10 * 8) + (first * 9)) % 11);
    }

    private static string Cbu(string s, params int[] weights) => s + Complement(Sum(s, weights), 10);

    private static string EcuadorianRuc(Dice d) => Dice.Until(() => d.In(0, 2) switch
    {
        0 => Luhn(d.Two(1, 24) + d.In(0, 5) + d.Digits(6)) + "001",
        1 => d.Two(1, 24) + "6" + d.Digits(5) is var s && Complement(Sum(s, 3, 2, 7, 6, 5, 4, 3, 2), 11) is { } check ? s + check + "0001" : null,
        _ => d.Two(1, 24) + "9" + d.Digits(6) is var s && Complement(Sum(s, 4, 3, 2, 7, 6, 5, 4, 3, 2), 11) is { } check ? s + check + "001" : null,
    });
}

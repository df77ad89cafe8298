using static Mm.Data.Tests.Measure.Text.Identifiers.Arithmetic;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Valid numbers of the west of Europe, in compact form.</summary>
internal static class WesternNumbers
{
    public static IReadOnlyDictionary<string, Func<Dice, string>> All { get; } = new Dictionary<string, Func<Dice, string>>
    {
        ["GB_NHS"] = d => Dice.Until(() => Nhs("4" + d.Digits(8))),
        ["GB_CHI"] = d => Dice.Until(() => Nhs(d.Day("ddMMyy") + d.Digits(3))),
        ["GB_NINO"] = d => d.Pick(["AB", "CE", "HH", "JR", "PW", "SN", "TJ", "YZ"]) + d.Digits(6) + d.Of("ABCD"),
        ["GB_UTR"] = d => d.Digits(9).Then(s => "21987654321"[Sum(s, 6, 7, 8, 9, 10, 5, 4, 3, 2) % 11] + s),
        ["GB_DRIVING_LICENCE"] = DrivingLicence,
        ["GB_SORT_CODE"] = d => d.Digits(6),
        ["GB_VAT"] = d => (d.In(1, 9) + d.Digits(6))
            .Then(s => $"GB{s}{Two(97 - ((Sum(s, 8, 7, 6, 5, 4, 3, 2) + d.Pick([0, 55])) % 97))}"),
        ["IE_PPS"] = Pps,
        ["IE_VAT"] = d => "IE" + Pps(d),
        ["DE_TAX_ID"] = TaxId,
        ["DE_TAX_NUMBER"] = d => d.Digits(d.In(10, 11)),
        ["DE_PENSION_INSURANCE"] = d => (d.Two(2, 89) + d.Day("ddMMyy") + d.Letters(1) + d.Two(0, 99))
            .Then(s => s + (SumOfDigits(s[..8] + Two(s[8] - 'A' + 1) + s[9..], 2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1) % 10)),
        ["DE_HEALTH_INSURANCE"] = d => (d.Letters(1) + d.Digits(8))
            .Then(s => s + (SumOfDigits(Two(s[0] - 'A' + 1) + s[1..], 1, 2, 1, 2, 1, 2, 1, 2, 1, 2) % 10)),
        ["DE_ID_CARD"] = d => (d.Of("LMNPRTVWXYZ") + d.Of("0123456789CFGHJKLMNPRTVWXYZ", 8)).Then(s => s + Icao(s)),
        ["DE_PASSPORT"] = d => (d.Of("CFGHJK") + d.Of("0123456789CFGHJKLMNPRTVWXYZ", 8)).Then(s => s + Icao(s)),
        ["DE_VAT"] = d => "DE" + Hybrid11(d.In(1, 9) + d.Digits(7)),
        ["AT_SOCIAL_INSURANCE"] = d => Dice.Until(() => (d.In(1, 9) + d.Digits(2), d.Day("ddMMyy")) is var (serial, day)
            && Sum(serial + day, 3, 7, 9, 5, 8, 4, 2, 1, 6) % 11 is var check and < 10 ? serial + check + day : null),
        ["AT_TAX_NUMBER"] = d => d.Digits(8).Then(s => s + Complement(SumOfDigits(s, 1, 2, 1, 2, 1, 2, 1, 2), 10)),
        ["AT_VAT"] = d => d.Digits(7).Then(s => "ATU" + s + ((96 - SumOfDigits(s, 1, 2, 1, 2, 1, 2, 1)) % 10)),
        ["CH_AHV"] = d => ("756" + d.Digits(9)).Then(s => s + Complement(Sum(s, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3), 10)),
        ["CH_UID"] = d => Dice.Until(() => d.Digits(8) is var s && Complement(Sum(s, 5, 4, 3, 2, 7, 6, 5, 4), 11) is { } check ? "CHE" + s + check : null),
        ["FR_NIR"] = Nir,
        ["FR_TAX_ID"] = d => (d.In(0, 3) + d.Digits(9)).Then(s => s + Three(Mod(s, 511))),
        ["FR_SIREN"] = d => Luhn(d.In(3, 8) + d.Digits(7)),
        ["FR_SIRET"] = d => Luhn(Luhn(d.In(3, 8) + d.Digits(7)) + "00" + d.Digits(2)),
        ["FR_VAT"] = d => Luhn(d.In(3, 8) + d.Digits(7)).Then(s => "FR" + Two((12 + (3 * Mod(s, 97))) % 97) + s),
        ["FR_ID_CARD"] = d => d.Pick(
            [d.Two(10, 20) + d.Two(1, 12) + d.Digits(8), d.Of("XRTDF") + d.Digits(1) + d.Of("BCDFGHKLMNPRTVWXYZ23456789", 6) + d.Digits(1)]),
        ["FR_PASSPORT"] = d => d.Two(5, 24) + d.Letters(2) + d.Digits(5),
        ["BE_NATIONAL_NUMBER"] = d => d.In(0, 1) == 0
            ? (d.Day("yyMMdd", 1930, 1999) + d.Digits(3)).Then(s => s + Two(97 - Mod(s, 97)))
            : (d.Day("yyMMdd", 2000, 2020) + d.Digits(3)).Then(s => s + Two(97 - Mod("2" + s, 97))),
        ["BE_VAT"] = d => "BE" + BelgianEnterprise(d),
        ["BE_ENTERPRISE"] = BelgianEnterprise,
        ["BE_EID_CARD"] = d => d.Digits(10).Then(s => s + Two(Mod(s, 97) is var r && r == 0 ? 97 : r)),
        ["NL_BSN"] = Bsn,
        ["NL_VAT"] = d => d.In(0, 1) == 0
            ? "NL" + Bsn(d) + "B" + d.Two(1, 99)
            : Dice.Until(() => d.Digits(9) is var s && 98 - Mod(Expanded("NL" + s + "B") + "00", 97) is var check ? "NL" + s + "B" + Two(check) : null),
        ["NL_ID_DOCUMENT"] = d => d.Of("IN") + d.Letters(7).Replace('O', 'P') + d.Digits(1),
        ["LU_NATIONAL_ID"] = d => (d.Day("yyyyMMdd") + d.Digits(3)).Then(s => Luhn(s) + Verhoeff(s)[^1]),
        ["LU_VAT"] = d => d.Digits(6).Then(s => "LU" + s + Two(Mod(s, 89))),
        ["ES_DNI"] = d => d.Digits(8).Then(s => s + "TRWAGMYFPDXBNJZSQVHLCKE"[Mod(s, 23)]),
        ["ES_NIE"] = d => (d.In(0, 2) + d.Digits(7)).Then(s => "XYZ"[s[0] - '0'] + s[1..] + "TRWAGMYFPDXBNJZSQVHLCKE"[Mod(s, 23)]),
        ["ES_CIF"] = d => (d.Of("ABGPQ") + d.Digits(7)).Then(s => Luhn(s[1..])[^1] is var c && s[0] is 'P' or 'Q' ? s + "JABCDEFGHI"[c - '0'] : s + c),
        ["ES_NSS"] = d => (d.Two(1, 52) + d.In(0, 9) + d.Digits(7))
            .Then(s => s + Two(Mod(s[2] == '0' ? s[..2] + s[3..] : s, 97))),
        ["ES_PASSPORT"] = d => d.Letters(3) + d.Digits(6),
        ["PT_NIF"] = Nif,
        ["PT_VAT"] = d => "PT" + Nif(d),
        ["PT_CITIZEN_CARD"] = d => (d.Digits(9) + d.Of("XYZ") + d.Of("0123456789ABCXYZ")).Then(s => s + Complement(Portuguese(s), 10)),
        ["PT_NISS"] = d => (d.Of("12") + d.Digits(9)).Then(s => s + (9 - (Sum(s, 29, 23, 19, 17, 13, 11, 7, 5, 3, 2) % 10))),
        ["IT_CODICE_FISCALE"] = CodiceFiscale,
        ["IT_PARTITA_IVA"] = PartitaIva,
        ["IT_VAT"] = d => "IT" + PartitaIva(d),
        ["IT_ID_CARD"] = d => d.Pick(["C" + d.Letters(1) + d.Digits(5) + d.Letters(2), "A" + d.Letters(1) + d.Digits(7)]),
        ["IT_DRIVING_LICENCE"] = d => d.Pick([d.Letters(2) + d.Digits(7) + d.Letters(1), "U1" + d.Letters(1) + d.Digits(6) + d.Letters(1)]),
        ["IT_PASSPORT"] = d => "Y" + d.Letters(1) + d.Digits(7),
        ["GB_PASSPORT"] = d => d.Digits(9),
    };

    private static string? Nhs(string s) => 11 - (Sum(s, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) is var check and not 10 ? s + (check % 11) : null;

    // MORGA657054SM9IJ: five of the surname, decade, month, day, year.
    private static string DrivingLicence(Dice d)
    {
        var (day, name) = (d.Day(), d.Letters(d.In(2, 5)).PadRight(5, '9'));
        var (year, month) = (Two(day.Year % 100), day.Month + d.Pick([0, 50]));
        return name + year[0] + Two(month) + Two(day.Day) + year[1] + d.Letters(1) + d.Pick(["9", d.Letters(1)]) + "9" + d.Letters(2);
    }

    private static string Pps(Dice d)
    {
        var (s, second) = (d.Digits(7), d.Pick(["", "", "A", "B", "H", "W"]));
        var sum = Sum(s, 8, 7, 6, 5, 4, 3, 2) + (second is "" or "W" ? 0 : 9 * (second[0] - 'A' + 1));
        return s + "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23] + second;
    }

    // Nine different digits, one of them once more or twice more.
    private static string TaxId(Dice d) => Dice.Until(() =>
    {
        var pool = "0123456789".ToList();
        var twice = d.Pick(pool);
        var extra = d.In(1, 2);
        pool.Remove(twice);
        var others = pool.OrderBy(_ => d.In(0, 1_000_000)).Take(9 - extra);
        var s = new string([.. others.Append(twice).Concat(Enumerable.Repeat(twice, extra)).OrderBy(_ => d.In(0, 1_000_000))]);
        return s[0] == '0' ? null : Hybrid11(s);
    });

    private static string Nir(Dice d)
    {
        var s = d.Of("12") + d.Day("yyMM") + d.Pick(["2A", "2B", d.Two(1, 95), d.Two(1, 95), "99"]) + Three(d.In(1, 989))
            + Three(d.In(1, 998));
        return s + Two(97 - Mod(s.Replace("2A", "19", StringComparison.Ordinal).Replace("2B", "18", StringComparison.Ordinal), 97));
    }

    private static string BelgianEnterprise(Dice d) => ("0" + d.In(2, 9) + d.Digits(6)).Then(s => s + Two(97 - Mod(s, 97)));

    private static string Bsn(Dice d) => Dice.Until(() =>
        d.Digits(8) is var s && Sum(s, 9, 8, 7, 6, 5, 4, 3, 2) % 11 is var check and < 10 ? s + check : null);

    private static string Nif(Dice d) => (d.Of("12356") + d.Digits(7)).Then(s => s + Complement11(Sum(s, 9, 8, 7, 6, 5, 4, 3, 2)));

    // Luhn with letters as 10 to 35: every second value from the right doubled, less nine where it has two digits.
    private static int Portuguese(string s) =>
        s.Reverse().Select((c, i) => i % 2 == 1 ? Value(c) : 2 * Value(c) > 9 ? (2 * Value(c)) - 9 : 2 * Value(c)).Sum();

    private static string PartitaIva(Dice d) => Luhn(d.Digits(7) + "0" + d.Two(1, 99));

    private static string CodiceFiscale(Dice d)
    {
        var day = d.Day();
        var s = d.Letters(6) + Two(day.Year % 100) + "ABCDEHLMPRST"[day.Month - 1] + Two(day.Day + d.Pick([0, 40])) + d.Letters(1) + d.Digits(3);
        if (d.In(0, 4) == 0)
            s = s[..14] + "LMNPQRSTUV"[s[14] - '0'];
        const string digits = "B A K P L C Q D R E V O S F T G U H M I N J W Z Y X"; // the letter that stands for each odd value
        var odd = digits.Split(' ').Select((letter, value) => (letter[0], value)).ToDictionary(p => p.Item1, p => p.value);
        var sum = s.Select((c, i) => (char.IsDigit(c) ? (char)(c - '0' + 'A') : c) is var l && i % 2 == 0 ? odd[l] : l - 'A').Sum();
        return s + (char)('A' + (sum % 26));
    }
}

using static Mm.Data.Tests.Measure.Text.Identifiers.Arithmetic;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Valid numbers of the north and east of Europe, in compact form.</summary>
internal static class EasternNumbers
{
    public static IReadOnlyDictionary<string, Func<Dice, string>> All { get; } = new Dictionary<string, Func<Dice, string>>
    {
        ["SE_PERSONNUMMER"] = Personnummer,
        ["SE_ORGANISATION"] = d => Luhn("5" + d.Digits(1) + d.In(2, 9) + d.Digits(6)),
        ["SE_VAT"] = d => "SE" + Luhn("55" + d.In(2, 9) + d.Digits(6)) + "01",
        ["NO_FODSELSNUMMER"] = Fodselsnummer,
        ["NO_ORGANISATION"] = d => Dice.Until(() => Norwegian(d.Of("89") + d.Digits(7), 3, 2, 7, 6, 5, 4, 3, 2)),
        ["NO_BANK_ACCOUNT"] = d => Dice.Until(() => Norwegian(d.In(1, 9) + d.Digits(9), 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)),
        ["DK_CPR"] = d => d.Day("ddMMyy") + d.Digits(4),
        ["DK_CVR"] = Cvr,
        ["DK_VAT"] = d => "DK" + Cvr(d),
        ["FI_HETU"] = d => (d.Day("ddMMyy") + Three(d.In(2, 899)))
            .Then(s => s[..6] + d.Pick(["", "A", "Y"]) + s[6..] + "0123456789ABCDEFHJKLMNPRSTUVWXY"[Mod(s, 31)]),
        ["FI_BUSINESS_ID"] = Finnish,
        ["FI_VAT"] = d => "FI" + Finnish(d),
        ["IS_KENNITALA"] = d => Dice.Until(() => d.Day("ddMMyy") + d.In(20, 99) is var s
            && Complement(Sum(s, 3, 2, 7, 6, 5, 4, 3, 2), 11) is { } check ? s + check + d.Of("90") : null),
        ["EE_ISIKUKOOD"] = Baltic,
        ["EE_VAT"] = d => ("10" + d.Digits(6)).Then(s => "EE" + s + Complement(Sum(s, 3, 7, 1, 3, 7, 1, 3, 7), 10)),
        ["LT_ASMENS_KODAS"] = Baltic,
        ["LT_VAT"] = LithuanianVat,
        ["LV_PERSONAS_KODS"] = d => Dice.Until(() => (d.Day("ddMMyy") + d.In(0, 2) + d.Digits(3)) is var s
            && (1 + Sum(s, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9)) % 11 is var check and < 10 ? s + check : null),
        ["LV_PERSONAS_KODS_32"] = d => "3" + d.In(2, 9) + d.Digits(9),
        ["LV_VAT"] = d => Dice.Until(() => "4000" + d.Digits(6) is var s
            && (3 - (Sum(s, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6) % 11) + 11) % 11 is var check and < 10 ? "LV" + s + check : null),
        ["PL_PESEL"] = Pesel,
        ["PL_NIP"] = Nip,
        ["PL_VAT"] = d => "PL" + Nip(d),
        ["PL_REGON"] = d => (d.Digits(8)).Then(s => s + (Sum(s, 8, 9, 2, 3, 4, 5, 6, 7) % 11 % 10)).Then(nine => d.In(0, 1) == 0
            ? nine : (nine + d.Digits(4)).Then(s => s + (Sum(s, 2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8) % 11 % 10))),
        ["PL_ID_CARD"] = d => (d.Letters(3) + d.Digits(5)).Then(s => s[..3] + (Sum(s, 7, 3, 1, 7, 3, 1, 7, 3) % 10) + s[3..]),
        ["PL_PASSPORT"] = d => (d.Letters(2) + d.Digits(6)).Then(s => s[..2] + (Sum(s, 7, 3, 1, 7, 3, 1, 7, 3) % 10) + s[2..]),
        ["CZ_RODNE_CISLO"] = BirthNumber,
        ["CZ_ICO"] = Ico,
        ["CZ_DIC"] = d => "CZ" + (d.In(0, 1) == 0 ? Ico(d) : BirthNumber(d)),
        ["SK_DIC"] = d => "20" + d.Digits(8),
        ["SK_VAT"] = d => Dice.Until(() => "2" + d.Digits(1) + d.Of("234789") + d.Digits(6) is var s
            && Complement(10 * Mod(s, 11), 11) is { } check ? "SK" + s + check : null),
        ["HU_PERSONAL_ID"] = HungarianPerson,
        ["HU_TAX_ID"] = d => Dice.Until(() => "8" + d.Digits(8) is var s
            && s.Select((c, i) => (c - '0') * (i + 1)).Sum() % 11 is var check and < 10 ? s + check : null),
        ["HU_TAJ"] = d => d.Digits(8).Then(s => s + (Sum(s, 3, 7, 3, 7, 3, 7, 3, 7) % 10)),
        ["HU_COMPANY_TAX"] = d => HungarianCompany(d) + d.In(1, 5) + d.Two(2, 44),
        ["HU_VAT"] = d => "HU" + HungarianCompany(d),
        ["RO_CNP"] = d => (d.In(1, 6) + d.Day("yyMMdd") + d.Two(1, 46) + Three(d.In(1, 999)))
            .Then(s => s + "01234567891"[Sum(s, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9) % 11]),
        ["RO_CUI"] = Cui,
        ["RO_VAT"] = d => "RO" + Cui(d),
        ["BG_EGN"] = d => (Shifted(d, [0, 40]) + d.Digits(3)).Then(s => s + (Sum(s, 2, 4, 8, 5, 10, 9, 7, 3, 6) % 11 % 10)),
        ["BG_LNCH"] = d => d.Digits(9).Then(s => s + (Sum(s, 21, 19, 17, 13, 11, 9, 7, 3, 1) % 10)),
        ["BG_EIK"] = Eik,
        ["BG_VAT"] = d => "BG" + Eik(d),
        ["RS_JMBG"] = d => MasterNumber(d, 70, 99),
        ["BA_JMBG"] = d => MasterNumber(d, 10, 19),
        ["ME_JMBG"] = d => MasterNumber(d, 20, 29),
        ["MK_EMBG"] = d => MasterNumber(d, 41, 49),
        ["SI_EMSO"] = d => MasterNumber(d, 50, 59),
        ["SI_TAX_NUMBER"] = Slovenian,
        ["SI_VAT"] = d => "SI" + Slovenian(d),
        ["HR_OIB"] = d => Hybrid11(d.Digits(10)),
        ["HR_VAT"] = d => "HR" + Hybrid11(d.Digits(10)),
        ["RS_PIB"] = d => Hybrid11("10" + d.Digits(6)),
        ["MK_EDB"] = d => ("4" + d.Digits(11)).Then(s => d.Pick(["", "MK"]) + s + Complement11(Sum(s, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2))),
        ["AL_NID"] = d => d.Of("HIJ") + d.Digits(1) + Two(d.In(1, 12) + d.Pick([0, 50])) + d.Two(1, 28) + d.Digits(3) + d.Of("ABCDEFGHIJKLMNOPQRSTUVW"),
        ["AL_NIPT"] = d => d.Of("JKLM") + d.Digits(8) + d.Letters(1),
        ["GR_AFM"] = Afm,
        ["GR_VAT"] = d => "EL" + Afm(d),
        ["GR_AMKA"] = d => Luhn(d.Day("ddMMyy") + d.Digits(4)),
        ["CY_TIC"] = Cypriot,
        ["CY_VAT"] = d => "CY" + Cypriot(d),
        ["MT_VAT"] = d => (d.In(1, 9) + d.Digits(5)).Then(s => "MT" + s + Two(37 - (Sum(s, 3, 4, 6, 7, 8, 9) % 37))),
        ["MT_ID_CARD"] = d => d.Digits(d.In(5, 7)) + d.Of("MGAPLHBZ"),
        ["TR_TCKN"] = d => (d.In(1, 9) + d.Digits(8)).Then(s => s + (((Sum(s, 1, 0, 1, 0, 1, 0, 1, 0, 1) * 7) - Sum(s, 0, 1, 0, 1, 0, 1, 0, 1) + 100) % 10))
            .Then(s => s + (s.Sum(c => c - '0') % 10)),
        ["TR_VKN"] = Vkn,
        ["TR_PASSPORT"] = d => "U" + d.Digits(8),
        ["RU_SNILS"] = d => (d.In(1, 9) + d.Digits(8)).Then(s => s + Two(Sum(s, 9, 8, 7, 6, 5, 4, 3, 2, 1) % 101 % 100)),
        ["RU_INN"] = Inn,
        ["RU_OGRN"] = d => d.In(0, 1) == 0
            ? ("1" + d.Digits(11)).Then(s => s + (Mod(s, 11) % 10)) : ("3" + d.Digits(13)).Then(s => s + (Mod(s, 13) % 10)),
        ["RU_PASSPORT"] = d => d.Two(1, 99) + d.Two(0, 24) + d.Digits(6),
        ["UA_RNTRC"] = d => d.Digits(9).Then(s => s + ((Sum(s, -1, 5, 7, 9, 4, 6, 10, 5, 7) + 110) % 11 % 10)),
        ["UA_EDRPOU"] = Edrpou,
        ["UA_PASSPORT"] = d => d.Letters(2) + d.Digits(6),
        ["BY_PERSONAL_NUMBER"] = d => (d.In(1, 6) + d.Day("ddMMyy") + d.Of("ABCHKEM") + d.Digits(3) + d.Pick(["PB", "BA", "BI"])).Then(s => s + Icao(s)),
        ["BY_UNP"] = Unp,
        ["MD_IDNP"] = d => ("20" + d.Digits(10)).Then(s => s + Icao(s)),
        ["KZ_IIN"] = d => Dice.Until(() => Iin(d.Day("yyMMdd") + d.In(1, 6) + d.Digits(4))),
    };

    private static string Personnummer(Dice d)
    {
        var day = d.Day();
        var s = Luhn(Two(day.Year % 100) + Two(day.Month) + Two(day.Day + d.Pick([0, 0, 0, 60])) + d.Digits(3));
        return d.In(0, 1) == 0 ? s : Two(day.Year / 100) + s;
    }

    private static string? Norwegian(string s, params int[] weights) => Complement(Sum(s, weights), 11) is { } check ? s + check : null;

    private static string Fodselsnummer(Dice d) => Dice.Until(() =>
    {
        var day = d.Day();
        var s = Two(day.Day + d.Pick([0, 0, 40])) + Two(day.Month) + Two(day.Year % 100) + d.Digits(3);
        return Norwegian(s, 3, 7, 6, 1, 8, 9, 4, 5, 2) is { } ten ? Norwegian(ten, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2) : null;
    });

    private static string Cvr(Dice d) => Dice.Until(() => Norwegian(d.In(1, 9) + d.Digits(6), 2, 7, 6, 5, 4, 3, 2));

    private static string Finnish(Dice d) => Dice.Until(() => Norwegian(d.Digits(7), 7, 9, 10, 5, 8, 4, 2));

    // Weights 1 to 9 and around; then 3 to 9 and around.
    private static string Baltic(Dice d)
    {
        var s = d.In(3, 6) + d.Day("yyMMdd") + d.Digits(3);
        var check = s.Select((c, i) => (c - '0') * ((i % 9) + 1)).Sum() % 11;
        return s + (check < 10 ? check : s.Select((c, i) => (c - '0') * (((i + 2) % 9) + 1)).Sum() % 11 % 10);
    }

    private static string LithuanianVat(Dice d)
    {
        var s = d.Digits(d.Pick([7, 10])) + "1";
        var check = s.Select((c, i) => (c - '0') * ((i % 9) + 1)).Sum() % 11;
        return "LT" + s + (check < 10 ? check : s.Select((c, i) => (c - '0') * (((i + 2) % 9) + 1)).Sum() % 11 % 10);
    }

    // A day as yyMMdd with something added to the month.
    private static string Shifted(Dice d, int[] added)
    {
        var day = d.Day();
        return Two(day.Year % 100) + Two(day.Month + d.Pick(added)) + Two(day.Day);
    }

    private static string Pesel(Dice d) => (Shifted(d, [0, 20]) + d.Digits(4)).Then(s => s + Complement(Sum(s, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3), 10));

    private static string Nip(Dice d) => Dice.Until(() =>
        d.In(1, 9) + d.Digits(8) is var s && Sum(s, 6, 5, 7, 2, 3, 4, 5, 6, 7) % 11 is var check and < 10 ? s + check : null);

    private static string BirthNumber(Dice d) => Dice.Until(() =>
        Shifted(d, [0, 50]) + d.Digits(3) is var s && Mod(s, 11) is var check && (check < 10 || Mod(s[..2], 100) is >= 54 and < 85) ? s + (check % 10) : null);

    private static string Ico(Dice d) => (d.In(1, 8) + d.Digits(6)).Then(s => s + "10987654321"[Sum(s, 8, 7, 6, 5, 4, 3, 2) % 11]);

    private static string HungarianPerson(Dice d) => Dice.Until(() =>
    {
        var day = d.Day();
        var s = (day.Year < 2000 ? d.In(1, 2) : d.In(3, 4)) + Two(day.Year % 100) + Two(day.Month) + Two(day.Day) + d.Digits(3);
        var check = s.Select((c, i) => (c - '0') * (day.Year < 1997 ? i + 1 : 10 - i)).Sum() % 11;
        return check < 10 ? s + check : null;
    });

    private static string HungarianCompany(Dice d) => (d.In(1, 9) + d.Digits(6)).Then(s => s + Complement(Sum(s, 9, 7, 3, 1, 9, 7, 3), 10));

    private static string Cui(Dice d) => (d.In(1, 9) + d.Digits(d.In(5, 7)))
        .Then(s => s + (Sum(s.PadLeft(9, '0'), 7, 5, 3, 2, 1, 7, 5, 3, 2) * 10 % 11 % 10));

    private static string Eik(Dice d) => d.Digits(8).Then(s => Sum(s, 1, 2, 3, 4, 5, 6, 7, 8) % 11 is var check and < 10
        ? s + check : s + (Sum(s, 3, 4, 5, 6, 7, 8, 9, 10) % 11 % 10));

    private static string MasterNumber(Dice d, int from, int to)
    {
        var day = d.Day();
        var s = Two(day.Day) + Two(day.Month) + Three(day.Year % 1_000) + d.Two(from, to) + d.Digits(3);
        return s + Complement11(Enumerable.Range(0, 6).Sum(i => (7 - i) * (s[i] + s[i + 6] - (2 * '0'))));
    }

    private static string Slovenian(Dice d) => Dice.Until(() => d.In(1, 9) + d.Digits(6) is var s
        && 11 - (Sum(s, 8, 7, 6, 5, 4, 3, 2) % 11) is var check and not 11 ? s + (check % 10) : null);

    private static string Afm(Dice d) => d.Digits(8).Then(s => s + (Sum(s, 256, 128, 64, 32, 16, 8, 4, 2) % 11 % 10));

    private static string Cypriot(Dice d) => (d.Of("01") + d.Of("03456789") + d.Digits(6)).Then(s =>
    {
        int[] odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
        return s + (char)('A' + (s.Select((c, i) => i % 2 == 0 ? odd[c - '0'] : c - '0').Sum() % 26));
    });

    private static string Vkn(Dice d)
    {
        var s = d.Digits(9);
        var sum = 0;
        for (var place = 1; place <= 9; place++)
        {
            var moved = (s[9 - place] - '0' + place) % 10;
            sum += moved == 0 ? 0 : moved * (1 << place) % 9 is var rest && rest == 0 ? 9 : rest;
        }

        return s + Complement(sum, 10);
    }

    private static string Inn(Dice d)
    {
        int[] weights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
        var s = d.Two(1, 99) + d.Digits(7);
        if (d.In(0, 1) == 0)
            return s + (Sum(s, weights[2..]) % 11 % 10);
        s += d.Digits(1);
        s += Sum(s, weights[1..]) % 11 % 10;
        return s + (Sum(s, weights) % 11 % 10);
    }

    private static string Edrpou(Dice d)
    {
        var s = d.In(1, 9) + d.Digits(6);
        int[] weights = s[0] is >= '3' and <= '5' ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7];
        var check = Sum(s, weights) % 11;
        return s + (check < 10 ? check : Sum(s, [.. weights.Select(w => w + 2)]) % 11 % 10);
    }

    private static string Unp(Dice d) => Dice.Until(() =>
    {
        var isPerson = d.In(0, 1) == 0;
        var s = isPerson ? d.Of("ABCEHKM") + d.Of("ABCEHKMOPT") + d.Digits(6) : d.In(1, 7) + d.Digits(7);
        var counted = isPerson ? s[..1] + "ABCEHKMOPT".IndexOf(s[1], StringComparison.Ordinal) + s[2..] : s;
        return Sum(counted, 29, 23, 19, 17, 13, 7, 5, 3) % 11 is var check and < 10 ? s + check : null;
    });

    private static string? Iin(string s)
    {
        var check = s.Select((c, i) => (c - '0') * (i + 1)).Sum() % 11;
        if (check == 10)
            check = s.Select((c, i) => (c - '0') * (((i + 2) % 11) + 1)).Sum() % 11;
        return check < 10 ? s + check : null;
    }
}

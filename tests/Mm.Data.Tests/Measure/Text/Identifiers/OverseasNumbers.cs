using static Mm.Data.Tests.Measure.Text.Identifiers.Arithmetic;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Valid numbers of Asia, Oceania and Africa, in compact form.</summary>
internal static class OverseasNumbers
{
    public static IReadOnlyDictionary<string, Func<Dice, string>> All { get; } = new Dictionary<string, Func<Dice, string>>
    {
        ["IL_TEUDAT_ZEHUT"] = d => Luhn(d.Digits(8)),
        ["SA_NATIONAL_ID"] = d => Luhn(d.Of("12") + d.Digits(8)),
        ["AE_EMIRATES_ID"] = d => Luhn("784" + d.In(1940, 2019) + d.Digits(7)),
        ["KW_CIVIL_ID"] = d => Dice.Until(() => d.Of("23") + d.Day("yyMMdd") + d.Digits(4) is var s
            && 11 - (Sum(s, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2) % 11) is var check and < 10 ? s + check : null),
        ["QA_QID"] = d => d.Of("23") + d.Digits(10),
        ["IR_MELLI"] = d => d.Digits(9).Then(s => s + "01987654321"[s.Select((c, i) => (c - '0') * (10 - i)).Sum() % 11]),
        ["IN_AADHAAR"] = d => Verhoeff(d.In(2, 9) + d.Digits(10)),
        ["IN_AADHAAR_VID"] = d => Verhoeff(d.In(2, 9) + d.Digits(14)),
        ["IN_PAN"] = Pan,
        ["IN_GSTIN"] = Gstin,
        ["IN_VOTER_ID"] = d => d.Letters(3) + Luhn(d.Digits(6)),
        ["IN_DRIVING_LICENCE"] = d => d.Pick(["MH", "DL", "KA", "TN", "UP"]) + d.Digits(2) + d.In(1970, 2020) + d.Digits(7),
        ["IN_PASSPORT"] = d => d.Letters(1) + d.Digits(7),
        ["PK_CNIC"] = d => d.In(1, 7) + d.Digits(11) + d.In(1, 9),
        ["LK_NIC"] = d => d.In(0, 1) == 0 ? d.Digits(2) + Days(d) + d.Digits(4) + d.Of("VX") : d.In(1940, 2005) + Days(d) + d.Digits(5),
        ["CN_RESIDENT_ID"] = d => Pure11(d.Pick(["110105", "310101", "440305", "510104", "610102"]) + d.Day("yyyyMMdd") + d.Digits(3)),
        ["CN_USCC"] = Uscc,
        ["CN_PASSPORT"] = d => d.Of("EG") + d.Digits(8),
        ["HK_HKID"] = Hkid,
        ["TW_NATIONAL_ID"] = Taiwanese,
        ["TW_UBN"] = d => d.Digits(7).Then(s => s + ((5 - (SumOfDigits(s, 1, 2, 1, 2, 1, 2, 4) % 5)) % 5)),
        ["JP_MY_NUMBER"] = d => d.Digits(11).Then(s => s + Complement11(Sum(s, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2))),
        ["JP_CORPORATE_NUMBER"] = d => d.Digits(12).Then(s => (9 - (s.Reverse().Select((c, i) => (c - '0') * (1 + (i % 2))).Sum() % 9)) + s),
        ["JP_PASSPORT"] = d => "T" + d.Letters(1) + d.Digits(7),
        ["KR_RRN"] = d => d.Day("yyMMdd") + d.In(1, 8) + d.Digits(6),
        ["KR_BRN"] = d => (d.In(101, 999) + d.Two(1, 99) + d.Digits(4))
            .Then(s => s + Complement(Sum(s, 1, 3, 7, 1, 3, 7, 1, 3, 5) + ((s[8] - '0') * 5 / 10), 10)),
        ["KR_DRIVER_LICENSE"] = d => d.Two(11, 28) + d.Digits(10),
        ["KR_PASSPORT"] = d => d.Pick(["M" + d.Digits(8), "M" + d.Digits(3) + d.Letters(1) + d.Digits(4)]),
        ["SG_NRIC"] = Nric,
        ["SG_UEN"] = Uen,
        ["TH_NATIONAL_ID"] = d => (d.In(1, 8) + d.Digits(11))
            .Then(s => s + ((11 - (s.Select((c, i) => (c - '0') * (13 - i)).Sum() % 11)) % 10)),
        ["MY_MYKAD"] = d => d.Day("yyMMdd") + d.Two(1, 16) + d.Digits(4),
        ["ID_NIK"] = Nik,
        ["ID_NPWP"] = d => Luhn(d.Digits(8)) + d.Digits(3) + "000",
        ["PH_TIN"] = d => d.In(1, 9) + d.Digits(8) + d.Pick(["", "000", "00000"]),
        ["PH_SSS"] = d => d.Digits(10),
        ["VN_TAX_CODE"] = d => Dice.Until(() => d.Two(1, 64) + d.Digits(7) is var s
            && 10 - (Sum(s, 31, 29, 23, 19, 17, 13, 7, 5, 3) % 11) is var check and < 10 ? s + check + d.Pick(["", "001"]) : null),
        ["VN_CCCD"] = d => "0" + d.Two(1, 96) + d.In(0, 3) + d.Digits(8),
        ["AU_TFN"] = d => Dice.Until(() => d.In(1, 9) + d.Digits(7) is var s
            && "0123456789".Where(c => Sum(s + c, 1, 4, 3, 7, 5, 8, 6, 9, 10) % 11 == 0).ToArray() is [var check] ? s + check : null),
        ["AU_ABN"] = d => d.Digits(9).Then(s => (11 + ((8_900 - 1 - Sum(s, 3, 5, 7, 9, 11, 13, 15, 17, 19)) % 89)) + s),
        ["AU_ACN"] = d => ("0" + d.Digits(7)).Then(s => s + Complement(Sum(s, 8, 7, 6, 5, 4, 3, 2, 1), 10)),
        ["AU_MEDICARE"] = d => (d.In(2, 6) + d.Digits(7)).Then(s => s + (Sum(s, 1, 3, 7, 9, 1, 3, 7, 9) % 10) + d.In(1, 9) + d.Pick(["", "1", "2"])),
        ["AU_IHI"] = d => Luhn("800360" + d.Digits(9)),
        ["AU_PASSPORT"] = d => d.Pick(["N", "E", "PA"]) + d.Digits(7),
        ["NZ_IRD"] = Ird,
        ["NZ_NHI"] = Nhi,
        ["ZA_ID"] = d => Luhn(d.Day("yyMMdd") + d.Digits(4) + d.In(0, 1) + d.In(8, 9)),
        ["ZA_TAX_REFERENCE"] = d => Luhn(d.Of("01239") + d.Digits(8)),
        ["NG_NIN"] = d => d.Digits(11),
        ["NG_BVN"] = d => "22" + d.Digits(9),
        ["KE_KRA_PIN"] = d => d.Of("AP") + "0" + d.Digits(8) + d.Letters(1),
        ["KE_NATIONAL_ID"] = d => d.In(1, 4) + d.Digits(7),
        ["GH_CARD"] = d => "GHA" + d.Digits(10),
        ["GH_TIN"] = d => (d.Of("PCGQV") + "00" + d.Digits(7)).Then(s => s + "0123456789X"[s[1..].Select((c, i) => (c - '0') * (i + 1)).Sum() % 11]),
        ["EG_NATIONAL_ID"] = d => d.Of("23") + d.Day("yyMMdd") + d.Pick(["01", "21", "35", "88"]) + d.Digits(5),
        ["MA_ICE"] = d => Dice.Until(() => d.Digits(13) is var s && 97 - Mod(s + "00", 97) is var check ? s + Two(check % 97) : null),
        ["MA_CIN"] = d => d.Letters(d.In(1, 2)) + d.Digits(d.In(5, 6)),
        ["TN_MATRICULE_FISCAL"] = d => d.Digits(7) + d.Of("ABCDEFGHJKLMNPQRSTVWXYZ") + d.Of("APBDN") + d.Of("MPC") + "000",
        ["MU_NID"] = d => (d.Letters(1) + d.Day("ddMMyy") + d.Digits(6))
            .Then(s => s + "0123456789ABCDEFG"[(17_000 - s.Select((c, i) => Value(c) * (14 - i)).Sum()) % 17]),
        ["TZ_NIDA"] = d => d.Day("yyyyMMdd") + d.Digits(12),
    };

    private static string Pan(Dice d) => d.Letters(3) + d.Of("ABCFGHJLPT") + d.Letters(1) + Four(d.In(1, 9999)) + d.Letters(1);

    private static string Gstin(Dice d)
    {
        var s = d.Two(1, 37) + Pan(d) + d.Of("123456789") + "Z";
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var sum = s.Select((c, i) => Value(c) * (1 + (i % 2)) is var product ? (product / 36) + (product % 36) : 0).Sum();
        return s + alphabet[(36 - (sum % 36)) % 36];
    }

    private static string Days(Dice d) => Three(d.In(1, 366) + d.Pick([0, 500]));

    private static string Uscc(Dice d)
    {
        const string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        int[] weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        var s = "9" + d.Of("123") + d.Pick(["110000", "310115", "440300"]) + d.Of(alphabet, 9);
        return s + alphabet[(31 - (s.Zip(weights, (c, w) => alphabet.IndexOf(c, StringComparison.Ordinal) * w).Sum() % 31)) % 31];
    }

    private static string Hkid(Dice d)
    {
        var s = d.Letters(d.In(1, 2)) + d.Digits(6);
        var padded = s.PadLeft(8);
        var sum = padded.Select((c, i) => (9 - i) * (c == ' ' ? 36 : Value(c))).Sum();
        return s + "0A987654321"[sum % 11];
    }

    private static string Taiwanese(Dice d)
    {
        var numbers = "A10 B11 C12 D13 E14 F15 G16 H17 I34 J18 K19 L20 M21 N22 O35 P23 Q24 R25 S26 T27 U28 V29 W32 X30 Y31 Z33".Split(' ');
        var place = d.Pick(numbers);
        var s = d.Of("1289") + d.Digits(7);
        return place[0] + s + Complement(Sum(place[1..] + s, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1), 10);
    }

    private static string Nric(Dice d)
    {
        var (kind, s) = (d.Of("STFGM")[0], d.Digits(7));
        var sum = Sum(s, 2, 7, 6, 5, 4, 3, 2) + (kind is 'T' or 'G' ? 4 : kind == 'M' ? 3 : 0);
        return kind + s + (kind switch { 'S' or 'T' => "JZIHGFEDCBA"[sum % 11], 'M' => "XWUTRQPNJLK"[sum % 11], _ => "XWUTRQPNMLK"[sum % 11] });
    }

    private static string Uen(Dice d)
    {
        switch (d.In(0, 2))
        {
            case 0:
                var business = d.Digits(8);
                return business + "XMKECAWLJDB"[Sum(business, 10, 4, 9, 3, 8, 2, 7, 1) % 11];
            case 1:
                var company = d.In(1960, 2020) + d.Digits(5);
                return company + "ZKCMDNERGWH"[Sum(company, 10, 8, 6, 4, 9, 7, 5, 3, 1) % 11];
            default:
                const string alphabet = "ABCDEFGHJKLMNPQRSTUVWX0123456789";
                var other = d.Of("ST") + d.Two(0, 20) + d.Pick(["FC", "LL", "SS", "PA"]) + d.Digits(4);
                int[] weights = [4, 3, 5, 3, 10, 2, 2, 5, 7];
                var sum = other.Zip(weights, (c, w) => alphabet.IndexOf(c, StringComparison.Ordinal) * w).Sum() - 5;
                return other + alphabet[((sum % 11) + 11) % 11];
        }
    }

    private static string Nik(Dice d)
    {
        var day = d.Day();
        return d.Pick(["11", "31", "32", "35", "73"]) + d.Two(1, 70) + d.Two(1, 30) + Two(day.Day + d.Pick([0, 40])) + Two(day.Month)
            + Two(day.Year % 100) + Four(d.In(1, 9999));
    }

    private static string Ird(Dice d) => Dice.Until(() =>
    {
        var s = (d.Pick(["0" + d.In(1, 9), "1" + d.In(0, 4)]) + d.Digits(6));
        var check = (110_000 - Sum(s, 3, 2, 7, 6, 5, 4, 3, 2)) % 11;
        if (check == 10)
            check = (110_000 - Sum(s, 7, 4, 3, 2, 5, 2, 7, 6)) % 11;
        return check < 10 ? (s + check).TrimStart('0') : null;
    });

    private static string Nhi(Dice d) => Dice.Until(() =>
    {
        const string alphabet = " ABCDEFGHJKLMNPQRSTUVWXYZ";
        var isNew = d.In(0, 1) == 0;
        var s = d.Of(alphabet[1..], 3) + d.Digits(2) + (isNew ? d.Of(alphabet[1..]) : d.Digits(1));
        var sum = s.Select((c, i) => (7 - i) * (char.IsDigit(c) ? c - '0' : alphabet.IndexOf(c, StringComparison.Ordinal))).Sum();
        if (isNew)
            return s + alphabet[23 - (sum % 23)];
        return sum % 11 == 0 ? null : s + ((11 - (sum % 11)) % 10);
    });
}

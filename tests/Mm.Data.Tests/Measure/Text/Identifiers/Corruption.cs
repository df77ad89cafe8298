using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>Valid numbers with one wrong digit, and why some schemes cannot tell.</summary>
internal static class Corruption
{
    private const int NumbersATypeCount = 200;

    /// <summary>Schemes that do not tell every single wrong digit, by their definition.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new[]
    {
        (Remainders, "BR_CPF BR_CNPJ BR_PIS BR_CNH BR_VOTER_ID CO_NIT DO_RNC PE_RUC PE_DNI PY_RUC SV_NIT VE_RIF GB_UTR PT_NIF PT_VAT EE_ISIKUKOOD "
            + "LT_ASMENS_KODAS LT_VAT LV_PERSONAS_KODS PL_REGON CZ_RODNE_CISLO CZ_ICO CZ_DIC RO_CNP RO_CUI RO_VAT BG_EGN BG_EIK BG_VAT RS_JMBG BA_JMBG "
            + "ME_JMBG MK_EMBG MK_EDB SI_EMSO GR_AFM GR_VAT RU_SNILS RU_INN RU_OGRN UA_RNTRC UA_EDRPOU IR_MELLI JP_MY_NUMBER JP_CORPORATE_NUMBER NZ_IRD"),
        (Factors, "US_DEA MX_CURP SV_DUI BR_CNS UY_CI PT_NISS KZ_IIN TH_NATIONAL_ID TW_NATIONAL_ID TW_UBN AU_ACN"),
        (Uncovered, "CA_BUSINESS_NUMBER GT_CUI EC_RUC NL_VAT IS_KENNITALA HU_COMPANY_TAX ID_NPWP VN_TAX_CODE AU_MEDICARE"),
        (TwoWays, "GB_VAT BE_NATIONAL_NUMBER ES_NSS SE_PERSONNUMMER HU_PERSONAL_ID"),
    }.SelectMany(reason => reason.Item2.Split(' ').Select(type => (Type: type, Reason: reason.Item1))).ToDictionary(pair => pair.Type, pair => pair.Reason);

    /// <summary>Two remainders give the same check digit, mostly 10 and 0 modulo eleven.</summary>
    public const string Remainders = "two remainders share a digit";

    /// <summary>A weight shares a factor with the modulus: even weights and 5 modulo ten, 11 modulo eleven, a modulus of five.</summary>
    public const string Factors = "weights share a factor with the modulus";

    /// <summary>Digits behind the checked number: branch, account, card, place, century.</summary>
    public const string Uncovered = "some digits are outside the check";

    /// <summary>Valid in two ways: an older and a newer scheme, or another century.</summary>
    public const string TwoWays = "two schemes are valid";

    /// <summary>Wrong numbers tried, and those that pass.</summary>
    public static (int Tried, int Passed) Of(string type)
    {
        var rules = IdentifierRules.All.Where(rule => rule.Type == type).ToList();
        var (tried, passed) = (0, 0);
        foreach (var number in Numbers.Compact(type, NumbersATypeCount))
        {
            var fitting = rules.Where(rule => rule.Shapes.Any(shape => Numbers.Write(number, shape) is not null)).ToList();
            for (var at = 0; at < number.Length; at++)
            {
                foreach (var digit in "0123456789".Where(digit => char.IsAsciiDigit(number[at]) && digit != number[at]))
                {
                    var wrong = number[..at] + digit + number[(at + 1)..];
                    tried++;
                    passed += fitting.Exists(rule => rule.Check!(wrong)) ? 1 : 0;
                }
            }
        }

        return (tried, passed);
    }
}

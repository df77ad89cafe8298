using Mm.Data.Measure.Text.Identifiers;
using Xunit;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>
/// Specimens that others published: issuers' own examples, encyclopedias, and the documentation and tests of open libraries of
/// identifiers (python-stdnum, npm stdnum, and validators of one country). None was made with the code under test.
/// </summary>
public sealed class PublishedNumbersTests
{
    /// <summary>Of issuers, standards and encyclopedias.</summary>
    public static TheoryData<string, string> OfIssuers => new()
    {
        { "ORCID", "0000-0002-1825-0097" }, { "LEI", "506700GE1G29325QX363" }, { "US_MBI", "1EG4-TE5-MK73" }, { "US_NPI", "1234567893" },
        { "CA_SIN", "046 454 286" }, { "MX_CLABE", "032180000118359719" }, { "SV_DUI", "00016297-5" }, { "BR_CNPJ", "12.ABC.345/01DE-35" },
        { "GB_NHS", "943 476 5919" }, { "GB_DRIVING_LICENCE", "MORGA657054SM9IJ" }, { "DE_TAX_ID", "86 095 742 719" },
        { "DE_TAX_ID", "47036892816" }, { "DE_ID_CARD", "T220001293" }, { "DE_PASSPORT", "C01X00T478" }, { "DE_HEALTH_INSURANCE", "A123456780" },
        { "DE_HEALTH_INSURANCE", "X110406067" }, { "FR_TAX_ID", "30 23 217 600 053" }, { "BE_EID_CARD", "000-0011032-71" },
        { "LU_NATIONAL_ID", "1893120105732" }, { "ES_DNI", "12345678Z" }, { "PL_ID_CARD", "ABA300000" }, { "PL_PASSPORT", "ZS 0000177" },
        { "RS_JMBG", "0710003730015" }, { "RU_SNILS", "112-233-445 95" }, { "RU_INN", "7707083893" }, { "RU_OGRN", "1027700132195" },
        { "CN_RESIDENT_ID", "11010519491231002X" }, { "HK_HKID", "G123456(A)" }, { "TW_NATIONAL_ID", "A123456789" },
        { "JP_MY_NUMBER", "1234 5678 9018" }, { "SG_NRIC", "S1234567D" }, { "AU_MEDICARE", "2123 45670 1" },
        { "AU_IHI", "8003 6081 6669 0503" }, { "NZ_NHI", "ZAC5361" }, { "NZ_NHI", "ZBN77VL" }, { "NZ_NHI", "ZVB97XQ" }, { "GH_CARD", "GHA-123456789-0" },
    };

    /// <summary>Of open libraries.</summary>
    public static TheoryData<string, string> OfLibraries => new()
    {
        { "US_SSN", "536-90-4399" }, { "US_ITIN", "912-90-3456" }, { "US_EIN", "91-1144442" }, { "US_PTIN", "P-00634642" },
        { "US_DEA", "AB1234563" }, { "US_ABA_ROUTING", "111000025" }, { "CA_SIN", "123-456-782" },
        { "CA_BUSINESS_NUMBER", "12302 6635 RC 0001" }, { "CA_BC_PERSONAL_HEALTH_NUMBER", "9698 658 215" },
        { "MX_CURP", "BOXW310820HNERXN09" }, { "MX_RFC", "GODE 561231 GR8" }, { "MX_CLABE", "002010077777777771" },
        { "CR_CEDULA", "3-0455-0175" }, { "DO_CEDULA", "001-1391820-5" }, { "DO_RNC", "1-01-85004-3" }, { "GT_NIT", "576937-K" },
        { "GT_CUI", "1587 56444 0904" }, { "SV_NIT", "0614-050707-104-8" }, { "BR_CPF", "390.533.447-05" }, { "BR_CNPJ", "16.727.230/0001-97" },
        { "BR_PIS", "469.52280.63-7" }, { "AR_CUIT", "20-05536168-2" }, { "AR_CBU", "2850590940090418135201" }, { "CL_RUT", "76086428-5" },
        { "CL_RUT", "12.531.909-2" }, { "PY_RUC", "80028061-0" }, { "UY_CI", "1.234.567-2" }, { "UY_RUT", "21-100342-001-7" },
        { "CO_NIT", "213.123.432-1" }, { "PE_RUC", "20512333797" }, { "PE_DNI", "10117410-2" }, { "EC_CI", "171430710-3" },
        { "EC_RUC", "1792060346-001" }, { "VE_RIF", "V-11470283-4" }, { "GB_NHS", "943-476-5870" }, { "GB_NINO", "HH012345D" },
        { "GB_UTR", "1955839661" }, { "GB_VAT", "GB 980 7806 84" }, { "IE_PPS", "6433435OA" }, { "IE_PPS", "6433435F" },
        { "IE_VAT", "IE 6433435OA" }, { "DE_TAX_ID", "36 574 261 809" }, { "DE_PENSION_INSURANCE", "15 070649 C 103" },
        { "DE_VAT", "DE136695976" }, { "AT_SOCIAL_INSURANCE", "1237 010180" }, { "AT_TAX_NUMBER", "59-119/9013" }, { "AT_VAT", "ATU13585627" },
        { "CH_AHV", "756.9217.0769.85" }, { "CH_UID", "CHE-100.155.212" }, { "FR_NIR", "2 95 10 99 126 111 93" }, { "FR_SIREN", "552 008 443" },
        { "FR_SIRET", "73282932000074" }, { "FR_SIRET", "356 000 000 09075" }, { "FR_VAT", "FR 40 303 265 045" },
        { "BE_NATIONAL_NUMBER", "85.07.30-033.28" }, { "BE_NATIONAL_NUMBER", "17.07.30-033.84" }, { "BE_VAT", "BE 0428759497" },
        { "NL_BSN", "1112.22.333" }, { "NL_VAT", "NL004495445B01" }, { "NL_VAT", "NL002455799B11" }, { "LU_VAT", "LU15027442" },
        { "ES_DNI", "54362315-K" }, { "ES_NIE", "X-2482300-W" }, { "ES_CIF", "J99216582" }, { "ES_CIF", "B64717838" },
        { "PT_NIF", "501 964 843" }, { "PT_CITIZEN_CARD", "00000000 0 ZZ4" }, { "IT_CODICE_FISCALE", "RCCMNL83S18D969H" },
        { "IT_PARTITA_IVA", "00743110157" }, { "SE_PERSONNUMMER", "880320-0016" }, { "SE_PERSONNUMMER", "701063-2391" },
        { "SE_ORGANISATION", "123456-7897" }, { "SE_VAT", "SE 123456789701" }, { "NO_FODSELSNUMMER", "151086 95088" },
        { "NO_ORGANISATION", "988 077 917" }, { "NO_BANK_ACCOUNT", "8601 11 17947" }, { "DK_CPR", "211062-5629" }, { "DK_CVR", "13585628" },
        { "FI_HETU", "131052-308T" }, { "FI_HETU", "131052X308T" }, { "FI_BUSINESS_ID", "2077474-0" }, { "IS_KENNITALA", "120174-3399" },
        { "EE_ISIKUKOOD", "36805280109" }, { "EE_VAT", "EE 100594102" }, { "LT_ASMENS_KODAS", "33309240064" }, { "LT_VAT", "LT 100001919017" },
        { "LV_PERSONAS_KODS", "161175-19997" }, { "LV_VAT", "LV40003521600" }, { "PL_PESEL", "44051401359" }, { "PL_NIP", "8567346215" },
        { "PL_REGON", "192598184" }, { "PL_REGON", "12345678512347" }, { "PL_ID_CARD", "AYW036733" }, { "CZ_RODNE_CISLO", "710319/2745" },
        { "CZ_ICO", "25596641" }, { "CZ_DIC", "CZ25123891" }, { "SK_VAT", "SK 202 274 9619" }, { "HU_TAX_ID", "8422780135" },
        { "HU_TAJ", "111 111 110" }, { "HU_VAT", "HU12892312" }, { "RO_CNP", "1630615123457" }, { "RO_CUI", "18547290" },
        { "BG_EGN", "8032056031" }, { "BG_LNCH", "7111042925" }, { "BG_EIK", "175074752" }, { "SI_EMSO", "0101006500006" },
        { "SI_TAX_NUMBER", "50223054" }, { "HR_OIB", "33392005961" }, { "RS_PIB", "101134702" }, { "MK_EDB", "4030000375897" },
        { "AL_NID", "I05101999Q" }, { "AL_NIPT", "K22218003V" }, { "GR_AFM", "094259216" }, { "GR_AMKA", "01013099997" },
        { "CY_VAT", "CY-10259033P" }, { "MT_VAT", "MT 1167-9112" }, { "TR_TCKN", "17291716060" }, { "TR_VKN", "4540536920" },
        { "RU_INN", "366220664163" }, { "UA_RNTRC", "1759013776" }, { "UA_EDRPOU", "32855961" }, { "BY_UNP", "200988541" },
        { "BY_UNP", "MA1953684" }, { "MD_IDNP", "1008600038413" }, { "KZ_IIN", "061211600012" }, { "IL_TEUDAT_ZEHUT", "03933742-3" },
        { "KW_CIVIL_ID", "288020122596" }, { "IR_MELLI", "0076229645" }, { "IN_AADHAAR", "2341 2341 2346" },
        { "IN_AADHAAR_VID", "2341 2341 2341 2341" }, { "IN_PAN", "ACUPA7085R" }, { "IN_GSTIN", "27AAPFU0939F1ZV" }, { "IN_VOTER_ID", "WKH1186253" },
        { "PK_CNIC", "34201-0891231-8" }, { "LK_NIC", "942281632V" }, { "CN_RESIDENT_ID", "360426199101010071" },
        { "CN_USCC", "91110000600037341L" }, { "HK_HKID", "AB987654(3)" }, { "TW_UBN", "00501503" }, { "JP_CORPORATE_NUMBER", "5-8356-7825-6246" },
        { "KR_RRN", "971013-9019902" }, { "KR_BRN", "116-82-00276" }, { "SG_UEN", "00192200M" }, { "SG_UEN", "197401143C" },
        { "SG_UEN", "S16FC0121D" }, { "TH_NATIONAL_ID", "1-2345-45678-78-1" }, { "MY_MYKAD", "770305-02-1234" },
        { "ID_NPWP", "01.312.166.0-091.000" }, { "VN_TAX_CODE", "0314409058-002" }, { "AU_TFN", "123 456 782" }, { "AU_ABN", "83 914 571 673" },
        { "AU_ACN", "004 085 616" }, { "NZ_IRD", "49-098-576" }, { "ZA_ID", "7503305044089" }, { "ZA_TAX_REFERENCE", "0001339050" },
        { "KE_KRA_PIN", "P051365947M" }, { "GH_TIN", "C0000803561" }, { "MA_ICE", "001561191000066" },
        { "TN_MATRICULE_FISCAL", "1234567/M/A/E/001" }, { "MU_NID", "M090497290349B" },
    };

    [Theory]
    [MemberData(nameof(OfIssuers))]
    [MemberData(nameof(OfLibraries))]
    public void A_published_number_passes_in_the_way_it_is_written(string type, string written)
    {
        var compact = new string([.. written.Where(char.IsAsciiLetterOrDigit)]);
        var rules = IdentifierRules.All.Where(rule => rule.Type == type).ToList();

        Assert.Contains(rules, rule => rule.Shapes.Any(shape => Numbers.Write(compact, shape) == written));
        Assert.Contains(rules, rule => rule.Shapes.Any(shape => Numbers.Write(compact, shape) == written) && rule.Check!(compact));
    }

    [Theory]
    [InlineData("US_SSN", "000121234")]
    [InlineData("US_SSN", "666121234")]
    [InlineData("US_SSN", "900121234")]
    [InlineData("GB_NINO", "QQ123456C")] // the issuer's example, made so that it is nobody's
    [InlineData("GB_DRIVING_LICENCE", "MORGA613054SM9IJ")]
    [InlineData("DE_TAX_ID", "12345678903")] // every digit once
    [InlineData("BR_CPF", "11111111111")]
    [InlineData("ES_NIE", "W2482300W")]
    [InlineData("SE_PERSONNUMMER", "8813200016")]
    [InlineData("CN_RESIDENT_ID", "110105194913310021")]
    [InlineData("PL_PESEL", "44133101359")]
    public void What_is_never_issued_does_not_pass(string type, string compact) =>
        Assert.DoesNotContain(IdentifierRules.All, rule => rule.Type == type && rule.Check!(compact));
}

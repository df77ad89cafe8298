using System.Buffers;
using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Measure.Text;

/// <summary>Numbers of networks, banks and SIM cards that belong to no one country, as rules of the one-pass engine.</summary>
internal static class GeneralRules
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789ABCDEF");

    private const float Distinct = 0.8f;

    /// <summary>ISO 3166-1, and XK, which banks use for Kosovo.</summary>
    private const string Countries =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
        + "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
        + "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
        + "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
        + "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
        + "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
        + "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

    public static IReadOnlyList<IdentifierRule> All { get; } =
    [
        new()
        {
            Type = PiiTypes.MacAddress,
            Country = "",
            Shapes = ["XX:XX:XX:XX:XX:XX", "XX-XX-XX-XX-XX-XX", "XXXX.XXXX.XXXX"],
            Check = compact => !compact.ContainsAnyExcept(Hexadecimal) && compact.ContainsAnyExcept(compact[0]),
            Context = ["mac", "ethernet", "wifi", "wlan", "hardware", "bluetooth", "bssid"],
            Score = Distinct,
        },
        new()
        {
            Type = "BIC",
            Country = "",
            Shapes = ["AAAAAAXX", "AAAAAAXXXXX"],
            Check = compact => Countries.AsSpan().IndexOf(compact[4..6]) is >= 0 and var at && at % 3 == 0,
            Context = ["bic", "swift", "swift code", "bank identifier"],
            NeedsContext = true,
            Score = 0.5f,
        },
        new()
        {
            Type = "ICCID",
            Country = "",
            Shapes = ["9999999999999999999", "99999999999999999999"],
            Check = compact => compact.StartsWith("89") && CheckDigits.Luhn(compact),
            Context = ["iccid", "sim", "sim card"],
            NeedsContext = true,
            Score = 0.6f,
        },
    ];
}

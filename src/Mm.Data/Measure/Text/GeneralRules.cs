using System.Buffers;
using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Measure.Text;

/// <summary>Numbers of devices, vehicles and banks that belong to no one country, as rules of the one-pass engine.</summary>
internal static class GeneralRules
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789ABCDEF");

    private const float Distinct = 0.8f;
    private const int VinLength = 17;

    // Values of letters and weights by place: ISO 3779 and 49 CFR 565.15.
    private const string VinLetters = "ABCDEFGH..JKLMN.P.R..STUVWXYZ";
    private static readonly int[] VinWeights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

    /// <summary>ISO 3166-1, and XK, which banks use for Kosovo.</summary>
    private const string Countries =
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL "
        + "CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT "
        + "GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA "
        + "MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS "
        + "PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ "
        + "UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

    private static readonly IdentifierRule Imei = new()
    {
        Type = "IMEI",
        Country = "",
        Shapes = ["99-999999-999999-9", "99 999999 999999 9"],
        Check = compact => compact.ContainsAnyExcept('0') && CardRecogniser.LuhnHolds(compact),
        Context = ["imei", "handset", "device id", "téléphone", "iphone"],
        Score = Distinct,
    };

    private static readonly IdentifierRule Vin = new()
    {
        Type = "VIN",
        Country = "",
        Shapes = ["XXXXXXXXXXXXXXXXX"],
        Check = compact => IsVin(compact) && VinHolds(compact),
        Context = ["vin", "vehicle", "chassis", "fahrgestellnummer", "fin", "châssis", "bastidor", "telaio", "car"],
        Score = 0.55f,
    };

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
        Imei,
        Imei with { Shapes = ["999999999999999", "9999999999999999"], Check = IsBareImei, NeedsContext = true, Score = 0.5f },
        Vin,
        Vin with { Check = IsVin, NeedsContext = true, Score = 0.4f },
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
            Check = compact => compact.StartsWith("89") && CardRecogniser.LuhnHolds(compact),
            Context = ["iccid", "sim", "sim card"],
            NeedsContext = true,
            Score = 0.6f,
        },
    ];

    // With a software version of two digits in place of the check digit there are sixteen (3GPP TS 23.003).
    private static bool IsBareImei(ReadOnlySpan<char> compact) =>
        compact.ContainsAnyExcept(compact[0]) && (compact.Length == 16 || CardRecogniser.LuhnHolds(compact));

    // Letters and digits, without I, O and Q.
    private static bool IsVin(ReadOnlySpan<char> compact) =>
        compact.Length == VinLength && !compact.ContainsAny("IOQ") && compact.ContainsAnyInRange('A', 'Z')
        && !compact[^3..].ContainsAnyExceptInRange('0', '9');

    private static bool VinHolds(ReadOnlySpan<char> compact)
    {
        var sum = 0;
        for (var i = 0; i < VinLength; i++)
        {
            var value = char.IsAsciiDigit(compact[i]) ? compact[i] - '0' : (VinLetters.IndexOf(compact[i]) % 10) + 1;
            sum += value * VinWeights[i];
        }

        var rest = sum % 11;
        return compact[8] == (rest == 10 ? 'X' : (char)('0' + rest));
    }
}

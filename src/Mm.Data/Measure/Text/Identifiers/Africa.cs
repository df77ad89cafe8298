using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>South Africa, Nigeria, Kenya, Ghana, Egypt, Morocco, Tunisia, Mauritius, Tanzania.</summary>
internal static class Africa
{
    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "ZA_ID",
            Country = "ZA",
            Name = "South African identity number",
            Validation = Validation.Checksum,
            Shapes = ["9999999999999", "999999 9999 999", "999999 9999 99 9"],
            Check = s => IsNumber(s, 13) && Days.IsYyMmDd(s) && s[10] is '0' or '1' or '2' && Luhn(s),
            Context = ["id number", "identity number", "south african id", "id no", "identiteitsnommer"],
        },
        new()
        {
            Type = "ZA_TAX_REFERENCE",
            Country = "ZA",
            Name = "Income tax reference number",
            Validation = Validation.Checksum,
            Shapes = ["9999999999", "9999/999/99/9"],
            Check = s => IsNumber(s, 10) && s[0] is <= '3' or '9' && Luhn(s),
            Context = ["tax reference", "tax number", "sars"],
            NeedsContext = true,
        },
        new()
        {
            Type = "NG_NIN",
            Country = "NG",
            Name = "National identification number",
            Shapes = ["99999999999"],
            Context = ["nin", "nimc", "national identification number"],
            NeedsContext = true,
        },
        new()
        {
            Type = "NG_BVN",
            Country = "NG",
            Name = "Bank verification number",
            Validation = Validation.Structure,
            Shapes = ["99999999999"],
            Check = s => IsNumber(s, 11) && s.StartsWith("22"),
            Context = ["bvn", "bank verification"],
            NeedsContext = true,
        },
        new()
        {
            Type = "KE_KRA_PIN",
            Country = "KE",
            Name = "KRA PIN",
            Validation = Validation.Structure,
            Shapes = ["A999999999A"],
            Check = s => s.Length == 11 && s[0] is 'A' or 'P' && IsNumber(s[1..10], 9) && AreLetters(s[10..]),
            Context = ["kra", "pin"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "KE_NATIONAL_ID",
            Country = "KE",
            Name = "National identity card",
            Shapes = ["99999999", "9999999"],
            Context = ["kenyan id", "national id", "kitambulisho"],
            NeedsContext = true,
        },
        new()
        {
            Type = "GH_CARD",
            Country = "GH",
            Name = "Ghana card",
            Validation = Validation.Structure,
            Shapes = ["AAA-999999999-9"],
            Check = s => HasPrefix(s, "GHA", rest => IsNumber(rest, 10)),
            Context = ["ghana card", "ghanacard", "nia"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "GH_TIN",
            Country = "GH",
            Name = "Taxpayer identification number",
            Validation = Validation.Checksum,
            Shapes = ["A999999999X"],
            Check = IsGhanaianTax,
            Context = ["tin", "gra", "taxpayer"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "EG_NATIONAL_ID",
            Country = "EG",
            Name = "الرقم القومي",
            Validation = Validation.Structure,
            Shapes = ["99999999999999"],
            Check = IsEgyptian,
            Context = ["الرقم القومي", "رقم قومي", "national id", "egyptian id"],
            NeedsContext = true,
        },
        new()
        {
            Type = "MA_ICE",
            Country = "MA",
            Name = "Identifiant commun de l'entreprise",
            Validation = Validation.Checksum,
            Shapes = ["999999999999999", "999999999 9999 99"],
            Check = s => IsNumber(s, 15) && Remainder(s, 97) == 0,
            Context = ["ice", "identifiant commun"],
            NeedsContext = true,
        },
        new()
        {
            Type = "MA_CIN",
            Country = "MA",
            Name = "Carte d'identité nationale",
            Shapes = ["AA999999", "A999999", "AA99999", "A99999"],
            Context = ["cin", "cnie", "carte d'identité", "carte nationale", "البطاقة الوطنية"],
            NeedsContext = true,
        },
        new()
        {
            Type = "TN_MATRICULE_FISCAL",
            Country = "TN",
            Name = "Matricule fiscal",
            Validation = Validation.Structure,
            Shapes = ["9999999/A/A/A/999", "9999999A/A/A/999", "9999999AAA999"],
            Check = IsTunisianTax,
            Context = ["matricule fiscal", "mf"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "MU_NID",
            Country = "MU",
            Name = "National identity card",
            Validation = Validation.Checksum,
            Shapes = ["A999999999999X"],
            Check = IsMauritian,
            Context = ["nid", "nic", "identity card"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "TZ_NIDA",
            Country = "TZ",
            Name = "NIDA",
            Validation = Validation.Structure,
            Shapes = ["99999999-99999-99999-99"],
            Check = s => IsNumber(s, 20) && Days.IsYyyyMmDd(s),
            Context = ["nida", "kitambulisho"],
            Score = Scores.Sure,
        },
    ];

    // Kind of holder, two zeros, eight digits of which the last may be X for ten.
    private static bool IsGhanaianTax(ReadOnlySpan<char> s) =>
        s.Length == 11 && "PCGQV".Contains(s[0]) && s[1..3] is "00" && AreDigits(s[3..10])
        && Sum(s[1..], [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == (s[10] == 'X' ? 10 : Value(s[10]));

    // Century (2 the 1900s, 3 the 2000s), day of birth, governorate (88 abroad), serial, a check digit that is not published.
    private static bool IsEgyptian(ReadOnlySpan<char> s) =>
        IsNumber(s, 14) && s[0] is '2' or '3' && Days.IsYyMmDd(s[1..]) && Number(s[7..9]) is (>= 1 and <= 35) or 88;

    private static bool IsTunisianTax(ReadOnlySpan<char> s) =>
        s.Length == 13 && IsNumber(s[..7], 7) && AreLetters(s[7..8]) && !s[7..8].ContainsAny("IOU") && "APBDN".Contains(s[8])
        && "MPCNE".Contains(s[9]) && AreDigits(s[10..]) && (s[9] == 'E' || s[10..] is "000");

    // First letter of the surname, day of birth, serial; modulo 17, written with 17 characters.
    private static bool IsMauritian(ReadOnlySpan<char> s) =>
        s.Length == 14 && AreLetters(s[..1]) && AreDigits(s[1..13]) && Days.IsDdMmYy(s[1..])
        && (Sum(s, [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) + Value(s[13])) % 17 == 0 && Value(s[13]) < 17;
}

using System.Buffers;
using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Germany
{
    private static readonly SearchValues<char> DocumentCharacters = SearchValues.Create("0123456789CFGHJKLMNPRTVWXYZ");

    private static readonly IdentifierRule TaxId = new()
    {
        Type = "DE_TAX_ID",
        Country = "DE",
        Name = "Steuerliche Identifikationsnummer",
        Validation = Validation.Checksum,
        Shapes = ["99 999 999 999"],
        Check = IsTaxId,
        Context = ["steuer-id", "steueridentifikationsnummer", "identifikationsnummer", "idnr", "steuer-identifikationsnummer", "tax id"],
        Score = Scores.Likely,
    };

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        TaxId,
        TaxId with { Shapes = ["99999999999"], NeedsContext = true },
        new()
        {
            Type = "DE_TAX_NUMBER",
            Country = "DE",
            Name = "Steuernummer",
            Shapes = ["999/999/99999", "99/999/99999", "999/9999/9999", "99 999 99999", "999 999 99999"],
            Context = ["steuernummer", "st.-nr", "stnr", "st.nr", "finanzamt"],
            NeedsContext = true,
        },
        new()
        {
            Type = "DE_PENSION_INSURANCE",
            Country = "DE",
            Name = "Rentenversicherungsnummer",
            Validation = Validation.Checksum,
            Shapes = ["99 999999 A 999", "99999999A999", "99-999999-A-999", "99 999999A999"],
            Check = IsPension,
            Context = ["rentenversicherung", "rentenversicherungsnummer", "sozialversicherungsnummer", "rvnr", "svnr", "sv-nummer"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "DE_HEALTH_INSURANCE",
            Country = "DE",
            Name = "Krankenversichertennummer",
            Validation = Validation.Checksum,
            Shapes = ["A999999999", "A99 999 999 9"],
            Check = IsHealthInsurance,
            Context = ["krankenversichertennummer", "kvnr", "versichertennummer", "krankenkasse", "gesundheitskarte"],
            NeedsContext = true,
        },
        new()
        {
            Type = "DE_ID_CARD",
            Country = "DE",
            Name = "Personalausweis",
            Validation = Validation.Checksum,
            Shapes = ["AXXXXXXXX9", "9999999999"],
            Check = IsIdCard,
            Context = ["personalausweis", "personalausweisnummer", "ausweisnummer", "ausweis"],
            NeedsContext = true,
        },
        new()
        {
            Type = "DE_PASSPORT",
            Country = "DE",
            Name = "Reisepass",
            Validation = Validation.Checksum,
            Shapes = ["AXXXXXXXX9"],
            Check = s => s.Length == 10 && "CFGHJK".Contains(s[0]) && IsDocument(s),
            Context = ["reisepass", "reisepassnummer", "passnummer", "pass", "passport"],
            NeedsContext = true,
        },
        new()
        {
            Type = "DE_VAT",
            Country = "DE",
            Name = "Umsatzsteuer-Identifikationsnummer",
            Validation = Validation.Checksum,
            Shapes = ["AA999999999", "AA 999999999", "AA 999 999 999"],
            Check = s => HasPrefix(s, "DE", rest => IsNumber(rest, 9) && rest[0] != '0' && Mod11And10(rest)),
            Context = ["ust-idnr", "ust-id", "umsatzsteuer", "vat"],
            Score = Scores.Sure,
        },
    ];

    // Of the first ten digits exactly one comes twice or three times (Bundeszentralamt für Steuern, since 2016 also three).
    private static bool IsTaxId(ReadOnlySpan<char> s)
    {
        if (!IsNumber(s, 11) || s[0] == '0')
            return false;
        Span<byte> counts = stackalloc byte[10];
        foreach (var digit in s[..10])
            counts[digit - '0']++;
        var (more, most) = (0, 0);
        foreach (var count in counts)
            (more, most) = (more + (count > 1 ? 1 : 0), Math.Max(most, count));
        return more == 1 && most <= 3 && Mod11And10(s);
    }

    // Office, day of birth (or the day and 50 where a serial ran out), first letter of the name at birth, serial, check digit.
    private static bool IsPension(ReadOnlySpan<char> s)
    {
        if (s.Length != 12 || !AreDigits(s[..8]) || !AreLetters(s[8..9]) || !AreDigits(s[9..]))
            return false;
        var day = Number(s[2..4]) % 50;
        if (s[..2] is "00" || !Days.ExistsInSomeCentury(Number(s[6..8]), Number(s[4..6]), day))
            return false;
        var letter = s[8] - 'A' + 1;
        var sum = CrossSum(s[..8], [2, 1, 2, 5, 7, 1, 2, 1]) + CrossSum(s[9..], [2, 1])
            + Cross(letter / 10 * 2) + (letter % 10);
        return sum % 10 == Digit(s, 11);
    }

    // The letter counts as two digits; the sum of weights 1 and 2 in turn is itself the check digit (GKV, Anlage 1).
    private static bool IsHealthInsurance(ReadOnlySpan<char> s)
    {
        if (s.Length != 10 || !AreLetters(s[..1]) || !IsNumber(s[1..], 9))
            return false;
        var letter = s[0] - 'A' + 1;
        var sum = (letter / 10) + Cross(letter % 10 * 2) + CrossSum(s[1..], [1, 2, 1, 2, 1, 2, 1, 2]);
        return sum % 10 == Digit(s, 9);
    }

    private static int Cross(int number) => (number / 10) + (number % 10);

    // Since 2010 a letter from L on begins it; before, ten digits.
    private static bool IsIdCard(ReadOnlySpan<char> s) =>
        s.Length == 10 && ("LMNPRTVWXYZ".Contains(s[0]) || IsNumber(s, 10)) && IsDocument(s);

    private static bool IsDocument(ReadOnlySpan<char> s) =>
        !s.ContainsAnyExcept(DocumentCharacters) && AreDigits(s[9..]) && Icao(s[..9]) == Digit(s, 9);
}

using static Mm.Data.Measure.Text.Identifiers.CheckDigits;
using static Mm.Data.Measure.Text.Identifiers.Compact;

namespace Mm.Data.Measure.Text.Identifiers;

internal static class Mexico
{
    // Federal states in alphabetical order, then birth abroad (Instructivo normativo para la CURP).
    private const string States = "AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS";

    public static IReadOnlyList<IdentifierRule> Rules { get; } =
    [
        new()
        {
            Type = "MX_CURP",
            Country = "MX",
            Name = "Clave Única de Registro de Población",
            Validation = Validation.Checksum,
            Shapes = ["AAAA999999AAAAAAX9"],
            Check = IsCurp,
            Context = ["curp", "registro de población"],
            Score = Scores.Sure,
        },
        new()
        {
            Type = "MX_RFC",
            Country = "MX",
            Name = "Registro Federal de Contribuyentes",
            Validation = Validation.Structure,
            Shapes = ["AAAA999999XXX", "AAAA-999999-XXX", "AAAA 999999 XXX", "AAA999999XXX", "AAA-999999-XXX", "AAA 999999 XXX"],
            Check = IsRfc,
            Context = ["rfc", "contribuyentes"],
            Score = Scores.Likely,
        },
        new()
        {
            Type = "MX_NSS",
            Country = "MX",
            Name = "Número de seguridad social (IMSS)",
            Validation = Validation.Checksum,
            Shapes = ["99999999999", "99-99-99-9999-9", "99 99 99 9999 9"],
            Check = s => IsNumber(s, 11) && Luhn(s),
            Context = ["nss", "imss", "seguridad social", "seguro social"],
            NeedsContext = true,
        },
        new()
        {
            Type = "MX_CLABE",
            Country = "MX",
            Name = "Clave Bancaria Estandarizada",
            Validation = Validation.Checksum,
            Shapes = ["999999999999999999", "999 999 99999999999 9"],
            Check = IsClabe,
            Context = ["clabe", "interbancaria", "cuenta"],
            NeedsContext = true,
        },
        new()
        {
            Type = "MX_VOTER_KEY",
            Country = "MX",
            Name = "Clave de elector (INE)",
            Validation = Validation.Structure,
            Shapes = ["AAAAAA99999999A999"],
            Check = IsVoterKey,
            Context = ["clave de elector", "ine", "ife", "elector"],
            Score = Scores.Likely,
        },
    ];

    private static bool IsCurp(ReadOnlySpan<char> s)
    {
        if (s.Length != 18 || !AreLetters(s[..4]) || !Days.IsYyMmDd(s[4..10]) || s[10] is not ('H' or 'M' or 'X'))
            return false;
        if (!IsState(s[11..13]) || !AreLetters(s[13..16]))
            return false;

        // The alphabet has Ñ between N and O, so that letters from O on count one more.
        var sum = 0;
        for (var i = 0; i < 17; i++)
            sum += (18 - i) * (Value(s[i]) + (s[i] >= 'O' ? 1 : 0));
        return (sum + Digit(s, 17)) % 10 == 0;
    }

    private static bool IsState(ReadOnlySpan<char> two) => States.AsSpan().IndexOf(two) is var at && at >= 0 && at % 3 == 0;

    // Its last character is a check character that authorities themselves have given out wrong, so it is not asked for.
    private static bool IsRfc(ReadOnlySpan<char> s)
    {
        if (s.Length is not (12 or 13))
            return false;
        var letters = s.Length - 9;
        return AreLetters(s[..letters]) && AreDigits(s[letters..(letters + 6)]) && Days.IsYyMmDd(s[letters..])
            && s[^3] != '0' && s[^3] is <= '9' or <= 'V' && s[^2] != '0' && (char.IsAsciiDigit(s[^1]) || s[^1] == 'A');
    }

    // Three digits of the bank from 002 on, three of the place.
    private static bool IsClabe(ReadOnlySpan<char> s) =>
        IsNumber(s, 18) && Number(s[..3]) >= 2
        && ModularSum(s) % 10 == 0;

    private static int ModularSum(ReadOnlySpan<char> s)
    {
        var sum = Digit(s, 17);
        for (var i = 0; i < 17; i++)
            sum += Digit(s, i) * (i % 3 == 0 ? 3 : i % 3 == 1 ? 7 : 1) % 10;
        return sum;
    }

    // Six consonants of the names, day of birth, state of birth (32, and 87 or 88 abroad), sex, homonym.
    private static bool IsVoterKey(ReadOnlySpan<char> s) =>
        s.Length == 18 && AreLetters(s[..6]) && Days.IsYyMmDd(s[6..12]) && Number(s[12..14]) is (>= 1 and <= 33) or 87 or 88
        && s[14] is 'H' or 'M' && AreDigits(s[15..]);
}

namespace Mm.Data.Measure.Text.Identifiers;

/// <summary>
/// Check-digit systems that many identifiers share. All of them take compact text (digits and upper-case letters), allocate nothing
/// and are linear in its length.
/// </summary>
internal static class CheckDigits
{
    // The dihedral group D5 and the powers of Verhoeff's permutation, row by row (J. Verhoeff, Error Detecting Decimal Codes, 1969).
    private static ReadOnlySpan<byte> Group =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
        1, 2, 3, 4, 0, 6, 7, 8, 9, 5,
        2, 3, 4, 0, 1, 7, 8, 9, 5, 6,
        3, 4, 0, 1, 2, 8, 9, 5, 6, 7,
        4, 0, 1, 2, 3, 9, 5, 6, 7, 8,
        5, 9, 8, 7, 6, 0, 4, 3, 2, 1,
        6, 5, 9, 8, 7, 1, 0, 4, 3, 2,
        7, 6, 5, 9, 8, 2, 1, 0, 4, 3,
        8, 7, 6, 5, 9, 3, 2, 1, 0, 4,
        9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
    ];

    private static ReadOnlySpan<byte> Permutations =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
        1, 5, 7, 6, 2, 8, 3, 0, 9, 4,
        5, 8, 0, 3, 7, 9, 6, 1, 4, 2,
        8, 9, 1, 6, 0, 4, 3, 5, 2, 7,
        9, 4, 5, 3, 1, 2, 6, 8, 7, 0,
        4, 2, 8, 6, 5, 7, 3, 9, 0, 1,
        2, 7, 9, 3, 8, 0, 6, 4, 1, 5,
        7, 0, 4, 6, 9, 1, 3, 2, 5, 8,
    ];

    /// <summary>Digits as 0 to 9, letters as 10 to 35.</summary>
    public static int Value(char character) => character <= '9' ? character - '0' : character - 'A' + 10;

    /// <summary>Values of as many characters as there are weights, each times its weight, added.</summary>
    public static int Sum(ReadOnlySpan<char> text, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += weights[i] * Value(text[i]);
        return sum;
    }

    /// <summary>As <see cref="Sum"/>, with the two digits of every product added.</summary>
    public static int CrossSum(ReadOnlySpan<char> text, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (weights[i] * Value(text[i]) / 10) + (weights[i] * Value(text[i]) % 10);
        return sum;
    }

    /// <summary>Digits as one number modulo <paramref name="modulus"/> (at most 100,000,000).</summary>
    public static int Remainder(ReadOnlySpan<char> digits, int modulus)
    {
        var rest = 0;
        foreach (var digit in digits)
            rest = ((rest * 10) + (digit - '0')) % modulus;
        return rest;
    }

    /// <summary>ISO/IEC 7812-1 annex B, from 0 to 9; 0 where the last digit is the check digit.</summary>
    public static int LuhnSum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 1; i <= digits.Length; i++)
        {
            var weighed = (digits[^i] - '0') * (2 - (i % 2));
            sum += weighed > 9 ? weighed - 9 : weighed;
        }

        return sum % 10;
    }

    public static bool Luhn(ReadOnlySpan<char> digits) => LuhnSum(digits) == 0;

    /// <summary>Luhn's scheme over the 36 characters, modulo 36.</summary>
    public static bool Luhn36(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            var weighed = Value(text[^i]) * (2 - (i % 2));
            sum += (weighed / 36) + (weighed % 36);
        }

        return sum % 36 == 0;
    }

    /// <summary>Whether the last digit is Verhoeff's check digit.</summary>
    public static bool Verhoeff(ReadOnlySpan<char> digits) => VerhoeffEnds(digits[..^1], digits[^1]);

    /// <summary>Whether <paramref name="check"/> is Verhoeff's check digit of <paramref name="digits"/>.</summary>
    public static bool VerhoeffEnds(ReadOnlySpan<char> digits, char check)
    {
        var state = check - '0';
        for (var i = 1; i <= digits.Length; i++)
            state = Group[(state * 10) + Permutations[(i % 8 * 10) + (digits[^i] - '0')]];
        return state == 0;
    }

    /// <summary>ISO 7064 MOD 11,10: the last digit is the check digit.</summary>
    public static bool Mod11And10(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (product + digit - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (product + digits[^1] - '0') % 10 == 1;
    }

    /// <summary>ISO 7064 MOD 11-2: the last character is the check character, a digit or X.</summary>
    public static bool Mod11And2(ReadOnlySpan<char> text)
    {
        var rest = 0;
        foreach (var digit in text[..^1])
            rest = (rest + digit - '0') * 2 % 11;
        return (rest + (text[^1] == 'X' ? 10 : text[^1] - '0')) % 11 == 1;
    }

    /// <summary>The text as a number, letters as two digits from 10 to 35, modulo 97; ISO 7064 MOD 97-10 wants 1.</summary>
    public static int Mod97(ReadOnlySpan<char> text)
    {
        var rest = 0;
        foreach (var character in text)
            rest = ((rest * (character <= '9' ? 10 : 100)) + Value(character)) % 97;
        return rest;
    }

    /// <summary>ICAO 9303: weights 7, 3, 1 in turn, modulo 10, over digits and letters.</summary>
    public static int Icao(ReadOnlySpan<char> text)
    {
        var sum = 0;
        for (var i = 0; i < text.Length; i++)
            sum += Value(text[i]) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        return sum % 10;
    }
}

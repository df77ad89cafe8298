using System.Globalization;
using System.Numerics;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>
/// Check digits as their definitions give them, computed in other ways than the library tests them: big integers, tables and strings
/// instead of running remainders.
/// </summary>
internal static class Arithmetic
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Luhn's doubling as a table.</summary>
    private const string Doubled = "0246813579";

    /// <summary>The inverse of Verhoeff's check: the digit that the group takes back to zero.</summary>
    private const string Inverse = "0432156789";

    private static readonly int[] Permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    public static string Then(this string drawn, Func<string, string> complete) => complete(drawn);

    public static int Value(char c) => Alphabet.IndexOf(c, StringComparison.Ordinal);

    /// <summary>Products of values and weights, added.</summary>
    public static int Sum(string text, params int[] weights) => weights.Zip(text, (weight, c) => weight * Value(c)).Sum();

    /// <summary>The decimal digits of all the products, added.</summary>
    public static int SumOfDigits(string text, params int[] weights) =>
        weights.Zip(text, (weight, c) => (weight * Value(c)).ToString(CultureInfo.InvariantCulture)).SelectMany(p => p).Sum(p => p - '0');

    public static string Luhn(string payload)
    {
        var sum = payload.Reverse().Select((c, i) => i % 2 == 0 ? Doubled[c - '0'] - '0' : c - '0').Sum();
        return payload + ((1_000 - sum) % 10);
    }

    public static string Verhoeff(string payload)
    {
        var state = 0;
        foreach (var (c, i) in payload.Reverse().Select((c, i) => (c, i)))
        {
            var digit = c - '0';
            for (var times = (i + 1) % 8; times > 0; times--)
                digit = Permutation[digit];
            state = Dihedral(state, digit);
        }

        return payload + Inverse[state];
    }

    /// <summary>ISO 7064 MOD 11,10 by its recursion for the generation of a check digit.</summary>
    public static string Hybrid11(string payload)
    {
        var p = payload.Aggregate(10, (before, c) => ((before + c - '0') % 10 is var s && s == 0 ? 10 : s) * 2 % 11);
        return payload + ((11 - p) % 10);
    }

    /// <summary>ISO 7064 MOD 11-2: the number read with base two.</summary>
    public static string Pure11(string payload)
    {
        var sum = payload.Reverse().Select((c, i) => (BigInteger)(c - '0') * BigInteger.Pow(2, i + 1)).Aggregate(BigInteger.Add);
        return payload + "0123456789X"[(int)((12 - (sum % 11)) % 11)];
    }

    public static int Mod(string digits, int modulus) => (int)(BigInteger.Parse(digits, CultureInfo.InvariantCulture) % modulus);

    /// <summary>Letters as two digits.</summary>
    public static string Expanded(string text) => string.Concat(text.Select(c => Value(c).ToString(CultureInfo.InvariantCulture)));

    /// <summary>A number as two digits.</summary>
    public static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>A number as three digits.</summary>
    public static string Three(int number) => number.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>A number as four digits.</summary>
    public static string Four(int number) => number.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>ICAO 9303.</summary>
    public static int Icao(string text) => text.Select((c, i) => Value(c) * new[] { 7, 3, 1 }[i % 3]).Sum() % 10;

    /// <summary>The check digit that makes a sum divisible by <paramref name="modulus"/>; null where it has no one digit.</summary>
    public static string? Complement(int sum, int modulus) => ((modulus - (sum % modulus)) % modulus) is var c and < 10 ? $"{c}" : null;

    /// <summary>As <see cref="Complement"/> modulo 11, where 10 is written 0.</summary>
    public static string Complement11(int sum) => Complement(sum, 11) ?? "0";

    // Rotations 0 to 4, reflections 5 to 9 of a pentagon.
    private static int Dihedral(int a, int b) => (a < 5, b < 5) switch
    {
        (true, true) => (a + b) % 5,
        (true, false) => ((a + b - 5) % 5) + 5,
        (false, true) => ((a - 5 - b + 5) % 5) + 5,
        _ => (a - b + 5) % 5,
    };
}

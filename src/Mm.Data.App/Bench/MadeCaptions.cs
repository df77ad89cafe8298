using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.App.Bench;

/// <summary>
/// Made-up captions of 6 to 21 words: half of them small words of which there are 30, the others of 20,000 of which the first are the most
/// frequent (by Zipf's law, as in captions of people), and copies of captions with small changes. Every word follows from its number.
/// </summary>
internal static class MadeCaptions
{
    private const int SmallWords = 30;
    private const int OtherWords = 20_000;
    private const int WordsMin = 6;
    private const int WordsSpread = 16;

    /// <summary>The changes by name.</summary>
    public static IReadOnlyList<(string Name, Func<string[], int, string[]> Change)> Changes { get; } =
    [
        ("case and punctuation", (words, _) => [.. words.Select((word, i) => i % 2 == 0 ? word.ToUpperInvariant() + "," : $"({word})")]),
        ("two words before it", (words, _) => ["photo", "of", .. words]),
        ("one word put in", (words, at) => [.. words[..At(words, at)], Word(at), .. words[At(words, at)..]]),
        ("one word left out", (words, at) => [.. words[..At(words, at)], .. words[(At(words, at) + 1)..]]),
        ("one word for another", (words, at) => [.. words[..At(words, at)], Word(at), .. words[(At(words, at) + 1)..]]),
        ("all words in turn", (words, _) => [.. words.Reverse()]),
    ];

    /// <summary>The words of a caption.</summary>
    public static string[] Of(int number)
    {
        var draws = new Draws(number);
        return [.. Enumerable.Range(0, WordsMin + (int)(draws.Next() * WordsSpread)).Select(_ => draws.Next() < 0.5
            ? $"s{(int)(draws.Next() * draws.Next() * SmallWords)}"
            : Frequent(draws.Next()))];
    }

    private static int At(string[] words, int at) => at % words.Length;

    private static string Word(int number) => Frequent(new Draws(-1 - number).Next());

    // The inverse of a distribution in which the n-th word comes 1/n times as often as the first.
    private static string Frequent(double draw) =>
        string.Create(CultureInfo.InvariantCulture, $"w{(int)Math.Pow(OtherWords, draw)}");

    private sealed class Draws(int number)
    {
        private byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"caption {number}")));
        private int _at;

        /// <summary>From 0, below 1.</summary>
        public double Next()
        {
            if (_at == _digest.Length)
                (_digest, _at) = (SHA256.HashData(_digest), 0);
            _at += sizeof(uint);
            return BinaryPrimitives.ReadUInt32LittleEndian(_digest.AsSpan(_at - sizeof(uint))) / 4294967296.0;
        }
    }
}

using System.Text;

namespace Mm.Data.Models.Languages;

/// <summary>
/// The counts of grams by language as a file: a mark, the languages, and for each length the grams in ascending order with their counts.
/// Read, they are logarithms of probabilities, with half a count for every gram that any language has (Lidstone).
/// </summary>
internal sealed class LanguageWeights
{
    private const string Mark = "mm.data/languages/1";
    private const int LanguagesMax = 256;
    private const int GramsMax = 4_000_000;
    private const double Unseen = 0.5;

    private readonly Dictionary<ulong, (byte Language, float Gain)[]>[] _gains;

    private LanguageWeights(IReadOnlyList<string> languages, float[][] unseen, Dictionary<ulong, (byte, float)[]>[] gains) =>
        (Languages, UnseenOf, _gains) = (languages, unseen, gains);

    public IReadOnlyList<string> Languages { get; }

    /// <summary>By length less one and language: the logarithm of a gram that the language never showed.</summary>
    public float[][] UnseenOf { get; }

    /// <summary>By how much a gram is likelier than an unseen one, for each language that showed it.</summary>
    public ReadOnlySpan<(byte Language, float Gain)> Gains(int length, ulong gram) =>
        _gains[length - 1].TryGetValue(gram, out var gains) ? gains : [];

    public static byte[] Write(IReadOnlyDictionary<string, IReadOnlyDictionary<ulong, int>[]> counts)
    {
        string[] languages = [.. counts.Keys.Order(StringComparer.Ordinal)];
        using var memory = new MemoryStream();
        using (var to = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            to.Write(Mark);
            to.Write(languages.Length);
            Array.ForEach(languages, to.Write);
            foreach (var language in languages)
            {
                foreach (var grams in counts[language])
                {
                    to.Write(grams.Count);
                    foreach (var (gram, count) in grams.OrderBy(pair => pair.Key))
                    {
                        to.Write(gram);
                        to.Write7BitEncodedInt(count);
                    }
                }
            }
        }

        return memory.ToArray();
    }

    /// <exception cref="FormatException">The bytes are no such file.</exception>
    public static LanguageWeights Read(byte[] bytes)
    {
        try
        {
            using var from = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            if (from.ReadString() != Mark)
                throw new FormatException("it begins with another mark");
            var languages = new string[Limited(from.ReadInt32(), LanguagesMax)];
            for (var i = 0; i < languages.Length; i++)
                languages[i] = from.ReadString();
            var counts = languages.Select(_ => Counts(from)).ToArray();
            return from.BaseStream.Position == bytes.Length ? Of(languages, counts) : throw new FormatException("bytes are left over");
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentException)
        {
            throw new FormatException("it ends too early or is damaged", e);
        }
    }

    private static Dictionary<ulong, int>[] Counts(BinaryReader from)
    {
        var counts = new Dictionary<ulong, int>[LetterGrams.LengthMax];
        for (var length = 0; length < counts.Length; length++)
        {
            counts[length] = [];
            for (var left = Limited(from.ReadInt32(), GramsMax); left > 0; left--)
                counts[length].Add(from.ReadUInt64(), Limited(from.Read7BitEncodedInt(), int.MaxValue));
        }

        return counts;
    }

    private static int Limited(int number, int max) =>
        number > 0 && number <= max ? number : throw new FormatException("a number in it is out of range");

    private static LanguageWeights Of(string[] languages, Dictionary<ulong, int>[][] counts)
    {
        var unseen = new float[LetterGrams.LengthMax][];
        var gains = new Dictionary<ulong, (byte, float)[]>[LetterGrams.LengthMax];
        for (var length = 0; length < LetterGrams.LengthMax; length++)
        {
            var found = new Dictionary<ulong, List<(byte, float)>>();
            for (var language = 0; language < languages.Length; language++)
            {
                foreach (var (gram, count) in counts[language][length])
                {
                    if (!found.TryGetValue(gram, out var of))
                        found[gram] = of = [];
                    of.Add(((byte)language, (float)Math.Log((count + Unseen) / Unseen)));
                }
            }

            var of0 = length;
            unseen[length] =
            [
                .. counts.Select(grams => (float)Math.Log(Unseen / (grams[of0].Values.Sum(count => (long)count) + (Unseen * found.Count)))),
            ];
            gains[length] = found.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
        }

        return new LanguageWeights(languages, unseen, gains);
    }
}

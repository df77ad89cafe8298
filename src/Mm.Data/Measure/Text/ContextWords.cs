using System.Buffers;
using Mm.Data.Measure.Text.Normal;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Finds words and phrases around a stretch of text: the context that tells a tax number from an order number. Case, accents, plurals
/// in s and camelCase do not matter. Scripts that write without spaces are searched character by character.
/// </summary>
internal sealed class ContextWords
{
    public const int WordsBefore = 8;
    public const int WordsAfter = 4;

    private const int CharactersBefore = 80;
    private const int CharactersAfter = 40;
    private const int UnspacedMax = 24;
    private const int Letters = 128;
    private const int Lengths = 24;

    // What no word has: most windows between numbers hold nothing else.
    private static readonly SearchValues<char> Wordless =
        SearchValues.Create([.. Enumerable.Range(0, Letters).Select(code => (char)code).Where(c => !char.IsAsciiLetter(c))]);

    // A letter in lower case, a digit as it is, else 0.
    private static readonly byte[] AsciiWord =
    [
        .. Enumerable.Range(0, Letters).Select(code => (char)code)
            .Select(c => (byte)(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : 0)),
    ];

    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    // First letters and lengths of words that begin a phrase: most words of a text are not looked up at all.
    private readonly bool[] _beginnings = new bool[Letters * Lengths];
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="phrases">Their places in the list are their ids.</param>
    public ContextWords(IReadOnlyList<string> phrases)
    {
        for (var id = 0; id < phrases.Count; id++)
        {
            var words = Split(phrases[id]);
            if (words.Count == 0)
                throw new ArgumentException($"'{phrases[id]}' has no word.", nameof(phrases));
            if (!_entries.TryGetValue(words[0], out var entry))
                _entries.Add(words[0], entry = new Entry([]));
            _beginnings[Beginning(words[0][0], words[0].Length)] = true;
            entry.Phrases.Add(new Phrase([.. words.Skip(1)], id));
        }

        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Whether any word at all stands so near: quickly told, unlike which.</summary>
    public static bool MayStandNear(string text, int start, int end) =>
        text.AsSpan(Math.Max(0, start - CharactersBefore), Math.Min(start, CharactersBefore)).ContainsAnyExcept(Wordless)
        || text.AsSpan(end, Math.Min(CharactersAfter, text.Length - end)).ContainsAnyExcept(Wordless);

    /// <summary>Adds to <paramref name="ids"/> what stands before <paramref name="start"/> and behind <paramref name="end"/>, near
    /// by.</summary>
    public void Near(string text, int start, int end, ICollection<int> ids)
    {
        Before(text, start, WordsBefore, ids);
        After(text, end, WordsAfter, ids);
    }

    /// <summary>Adds the phrases that begin among the last words before a place.</summary>
    public void Before(string text, int start, int words, ICollection<int> ids)
    {
        var from = Math.Max(0, start - CharactersBefore);
        while (from > 0 && from < start && IsWord(text[from]) && IsWord(text[from - 1]) && !IsUnspaced(text[from]))
            from++; // half a word is none
        Find(text.AsSpan(from, start - from), words, fromEnd: true, ids);
    }

    /// <summary>Adds the phrases among the first words from a place on.</summary>
    public void After(string text, int end, int words, ICollection<int> ids) =>
        Find(text.AsSpan(end, Math.Min(CharactersAfter, text.Length - end)), words, fromEnd: false, ids);

    private void Find(ReadOnlySpan<char> window, int wordsMax, bool fromEnd, ICollection<int> ids)
    {
        if (!window.ContainsAnyExcept(Wordless))
            return;
        Span<char> folded = stackalloc char[CharactersBefore];
        Span<Range> words = stackalloc Range[CharactersBefore];
        var count = SplitInto(window, folded, words);
        var (first, last) = fromEnd ? (Math.Max(0, count - wordsMax), count) : (0, Math.Min(count, wordsMax));
        for (var at = first; at < last; at++)
        {
            var word = folded[words[at]];
            if (IsUnspaced(word[0]))
                FindUnspaced(word, ids);
            else if (!Add(word, folded, words[(at + 1)..count], ids) && word.Length > 3 && word[^1] == 's')
                Add(word[..^1], folded, words[(at + 1)..count], ids);
        }
    }

    private bool Add(ReadOnlySpan<char> word, ReadOnlySpan<char> folded, ReadOnlySpan<Range> following, ICollection<int> ids)
    {
        if (!_beginnings[Beginning(word[0], word.Length)] || !_lookup.TryGetValue(word, out var entry))
            return false;
        foreach (var phrase in entry.Phrases)
        {
            var holds = phrase.Rest.Length <= following.Length;
            for (var i = 0; holds && i < phrase.Rest.Length; i++)
                holds = folded[following[i]].SequenceEqual(phrase.Rest[i]);
            if (holds)
                ids.Add(phrase.Id);
        }

        return true;
    }

    private void FindUnspaced(ReadOnlySpan<char> run, ICollection<int> ids)
    {
        for (var at = 0; at < run.Length; at++)
        {
            for (var length = 1; length <= Math.Min(UnspacedMax, run.Length - at); length++)
                Add(run.Slice(at, length), [], [], ids);
        }
    }

    private static int Beginning(char first, int length) => ((first % Letters) * Lengths) + Math.Min(length, Lengths - 1);

    private static List<string> Split(string phrase)
    {
        Span<char> folded = stackalloc char[phrase.Length];
        Span<Range> words = stackalloc Range[phrase.Length];
        var count = SplitInto(phrase, folded, words);
        var split = new List<string>(count);
        foreach (var word in words[..count])
            split.Add(folded[word].ToString());
        return split;
    }

    // Runs of letters, and digits beside letters, in lower case without accents.
    private static int SplitInto(ReadOnlySpan<char> text, Span<char> folded, Span<Range> words)
    {
        var count = 0;
        for (var at = 0; at < text.Length;)
        {
            if (text[at] < Letters ? !char.IsAsciiLetter(text[at]) : !char.IsLetter(text[at]) && !IsUnspaced(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length)
            {
                var character = text[at];
                if (character < Letters && text[start] < Letters)
                {
                    // As below, for what nearly every word is made of.
                    var plain = AsciiWord[character];
                    if (plain == 0 || (at > start && char.IsAsciiLetterUpper(character) && char.IsLower(text[at - 1])))
                        break;
                    folded[at++] = (char)plain;
                    continue;
                }

                if (!Continues(text, start, at))
                    break;
                folded[at++] = Fold(character);
            }

            words[count++] = start..at;
        }

        return count;
    }

    private static bool Continues(ReadOnlySpan<char> text, int start, int at) =>
        at == start || (IsWord(text[at]) && IsUnspaced(text[at]) == IsUnspaced(text[start])
            && !(char.IsUpper(text[at]) && char.IsLower(text[at - 1])));

    private static char Fold(char character) => char.IsAscii(character)
        ? char.ToLowerInvariant(character)
        : char.ToLowerInvariant(Compositions.Bare(character));

    // Thai writes vowels as marks above its letters.
    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || IsUnspaced(character);

    private static bool IsUnspaced(char character) =>
        character is (>= '\u0e00' and <= '\u0e7f') or (>= '\u3040' and <= '\u30ff') or (>= '\u3400' and <= '\u9fff')
            or (>= '\uac00' and <= '\ud7af');

    private sealed record Entry(List<Phrase> Phrases);

    private sealed record Phrase(string[] Rest, int Id);
}

using System.Buffers;
using System.Text;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Finds words in a text one after the other, whatever their case. Words of ASCII are searched for by themselves, because the runtime does
/// that many characters at a time; those of other scripts only in texts that have any.
/// </summary>
internal sealed class KeyWords
{
    private readonly SearchValues<string> _ascii;
    private readonly SearchValues<string> _others;

    public KeyWords(params IReadOnlyList<string> words)
    {
        _ascii = SearchValues.Create([.. words.Where(word => Ascii.IsValid(word))], StringComparison.OrdinalIgnoreCase);
        _others = SearchValues.Create(
            [.. words.Where(word => !Ascii.IsValid(word)).SelectMany(Cases).Distinct()], StringComparison.Ordinal);
    }

    public Search In(string text) => new(this, text);

    // As it stands, with a capital, in capitals: searching without regard to case is slow beyond ASCII.
    private static IEnumerable<string> Cases(string word) =>
        [word, char.ToUpperInvariant(word[0]) + word[1..], word.ToUpperInvariant()];

    /// <summary>One way through a text. Each kind of words is searched for once only, or the work would grow with the square.</summary>
    internal struct Search(KeyWords words, string text)
    {
        private int _ascii = -1;
        private int _other = Ascii.IsValid(text) ? text.Length : -1;

        /// <summary>The first word at or behind <paramref name="from"/>, which never goes back; the length of the text where there is
        /// none.</summary>
        public int Next(int from)
        {
            if (_ascii < from)
                _ascii = Index(from, words._ascii);
            if (_other < from)
                _other = Index(from, words._others);
            return Math.Min(_ascii, _other);
        }

        private readonly int Index(int from, SearchValues<string> values)
        {
            var at = from >= text.Length ? -1 : text.AsSpan(from).IndexOfAny(values);
            return at < 0 ? text.Length : from + at;
        }
    }
}

using System.Buffers;

namespace Mm.Data.Measure.Text;

/// <summary>
/// The first of some words in a text, whatever their case. Words of ASCII are searched for by themselves, because the runtime does that
/// many characters at a time; those of other scripts only in texts that have any.
/// </summary>
internal sealed class KeyWords
{
    private readonly SearchValues<string> _ascii;
    private readonly SearchValues<string> _others;

    public KeyWords(params IReadOnlyList<string> words)
    {
        _ascii = SearchValues.Create([.. words.Where(word => System.Text.Ascii.IsValid(word))], StringComparison.OrdinalIgnoreCase);
        _others = SearchValues.Create([.. words.Where(word => !System.Text.Ascii.IsValid(word))], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Where it begins, or -1.</summary>
    /// <param name="text">What is searched.</param>
    /// <param name="isAscii">The text has nothing but ASCII.</param>
    public int IndexIn(ReadOnlySpan<char> text, bool isAscii)
    {
        var first = text.IndexOfAny(_ascii);
        if (isAscii)
            return first;
        var other = (first < 0 ? text : text[..first]).IndexOfAny(_others);
        return other < 0 ? first : other;
    }
}

using System.Buffers;
using System.Text;
using Mm.Data.Measure.Text.Normal;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Text as recognisers read it: full-width forms, styled letters and digits of every script as ASCII, letters of one piece instead of
/// base and marks, every kind of space and dash as one, escapes and HTML character references resolved, zero-width and other format
/// characters gone, letters that only look Latin as Latin, digits set apart joined. Remembers where each character came from.
/// </summary>
internal sealed class NormalText
{
    private const int CopiesMax = 512;

    // Plain ASCII without the beginning of an escape is what it is.
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', 0x7f - ' ').Select(code => (char)code).Where(c => !Escapes.MayBegin(c)), '\t', '\n', '\r']);

    private readonly string _original;
    private char[] _text = [];
    private int[] _starts = [];
    private int[] _ends = [];
    private int _length;
    private bool _isSuspect;

    public NormalText(string original)
    {
        _original = original;
        var odd = original.AsSpan().IndexOfAnyExcept(Plain);
        if (odd < 0 && !SpacedDigits.MayOccur(original))
        {
            Text = original;
            return;
        }

        _text = new char[original.Length + CopiesMax];
        (_starts, _ends) = (new int[_text.Length], new int[_text.Length]);
        Read(odd < 0 ? original.Length : odd);
        if (_isSuspect)
            Confusables.Fold(_text.AsSpan(0, _length));
        _length = SpacedDigits.Join(_text, _starts, _ends, _length);
        Text = new string(_text, 0, _length);
        _text = [];
    }

    public string Text { get; }

    /// <summary>Where a stretch of <see cref="Text"/> lies in the original: start and length in UTF-16 units.</summary>
    public (int Start, int Length) Locate(int start, int end) =>
        _starts.Length == 0 ? (start, end - start) : (_starts[start], EndOf(end - 1) - _starts[start]);

    // Marks behind the last character belong to it: cut off from it they would stay behind.
    private int EndOf(int last)
    {
        var limit = last + 1 < _length ? _starts[last + 1] : _original.Length;
        var end = _ends[last];
        while (end < limit && IsMark(_original, end, out var length))
            end += length;
        return end;
    }

    private static bool IsMark(string text, int at, out int length)
    {
        length = 1;
        return Rune.TryGetRuneAt(text, at, out var rune)
            && (length = rune.Utf16SequenceLength) > 0
            && Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark
                or System.Globalization.UnicodeCategory.EnclosingMark;
    }

    private void Read(int plain)
    {
        for (var at = 0; at < _original.Length;)
        {
            for (; at < plain; at++)
                Append(_original[at], at, at + 1);
            if (at == _original.Length)
                return;
            at += ReadOdd(at);
            var next = _original.AsSpan(at).IndexOfAnyExcept(Plain);
            plain = next < 0 ? _original.Length : at + next;
        }
    }

    private int ReadOdd(int at)
    {
        var (escaped, length) = Escapes.Read(_original, at);
        if (length > 0)
        {
            foreach (var rune in escaped.EnumerateRunes())
                Append(rune, at, at + length);
            return length;
        }

        if (!Rune.TryGetRuneAt(_original, at, out var whole))
        {
            Append(_original[at], at, at + 1);
            return 1;
        }

        Append(whole, at, at + whole.Utf16SequenceLength);
        return whole.Utf16SequenceLength;
    }

    private void Append(Rune rune, int start, int end)
    {
        if (rune.Value is (>= 0x300 and <= 0x36f) or (>= 0x1ab0 and <= 0x1aff) or (>= 0x20d0 and <= 0x20ff)
            && TryCompose((char)rune.Value, end))
            return;
        if (rune.Value is (> 0x7f and < 0x2000 and not (0x115f or 0x1160)) or (>= 0x2e80 and < 0xfb00 and not 0x3164)
            && Rune.IsLetter(rune))
        {
            Append((char)rune.Value, start, end);
            return;
        }

        // The long-vowel sign of Japanese between digits is a dash.
        if (rune.Value == 0x30fc && _length > 0 && char.IsAsciiDigit(_text[_length - 1]))
            rune = new Rune('-');
        foreach (var character in Folding.Plain(rune))
            Append(character, start, end);
    }

    // A mark that makes no letter of its own with a Latin one only disguises it.
    private bool TryCompose(char mark, int end)
    {
        if (_length == 0 || !char.IsLetterOrDigit(_text[_length - 1]))
            return false;
        var last = _text[_length - 1];
        var whole = Compositions.Compose(last, mark);
        if (whole == 0 && !char.IsAsciiLetterOrDigit(Compositions.Bare(last)))
            return false;
        if (whole != 0)
            _text[_length - 1] = whole;
        _ends[_length - 1] = end;
        return true;
    }

    private void Append(char character, int start, int end)
    {
        if (_length == _text.Length)
        {
            Array.Resize(ref _text, 2 * _length);
            Array.Resize(ref _starts, 2 * _length);
            Array.Resize(ref _ends, 2 * _length);
        }

        _isSuspect |= character >= 0x80 && Confusables.IsSuspect(character);
        (_text[_length], _starts[_length], _ends[_length]) = (character, start, end);
        _length++;
    }
}

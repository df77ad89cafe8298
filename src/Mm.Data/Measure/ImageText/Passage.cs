using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.ImageText;

/// <summary>Characters <paramref name="Start"/> to <paramref name="End"/> (exclusive) of a line, taken for personal data.</summary>
internal readonly record struct LineSpan(int Line, int Start, int End, string Type, float Score);

/// <summary>Text of one or more lines as it is searched, which remembers the line and place of each of its characters.</summary>
internal sealed class Passage
{
    private const int Between = -1; // a character that stands in no line

    private readonly StringBuilder _text = new();
    private readonly List<(int Line, int At)> _origins = [];

    public string Text => _text.ToString();

    /// <summary>Lines one behind the other. A line that ends or goes on in the middle of an address is joined without a space.</summary>
    public static Passage Of(IReadOnlyList<LineReading> lines, params IEnumerable<int> order)
    {
        var passage = new Passage();
        foreach (var line in order)
        {
            var text = lines[line].Text;
            if (passage._text.Length > 0 && !IsGlue(passage._text[^1]) && !(text.Length > 0 && IsGlue(text[0])))
                passage.Add(' ', (Between, 0));
            for (var at = 0; at < text.Length; at++)
                passage.Add(text[at], (line, at));
        }

        return passage;
    }

    /// <summary>Without the spaces that a reader sees around the signs of an address: <c>jane @ example. com</c>.</summary>
    public Passage Tightened()
    {
        var tight = new Passage();
        for (var i = 0; i < _text.Length; i++)
        {
            var isLoose = _text[i] == ' ' && ((i > 0 && IsSign(_text[i - 1])) || (i + 1 < _text.Length && IsSign(_text[i + 1])));
            if (!isLoose)
                tight.Add(_text[i], _origins[i]);
        }

        return tight;
    }

    /// <summary>With letters that look like digits as digits, in words that are mostly digits.</summary>
    public Passage Digits()
    {
        var digits = new Passage();
        for (var start = 0; start < _text.Length;)
        {
            var end = start;
            while (end < _text.Length && _text[end] != ' ')
                end++;
            var word = _text.ToString(start, end - start);
            var known = word.Count(char.IsAsciiDigit);
            var isNumber = known >= 2 && 2 * known >= word.Count(char.IsLetterOrDigit);
            for (var i = start; i < end; i++)
                digits.Add(isNumber ? LookAlike.Digit(_text[i]) : _text[i], _origins[i]);
            if (end < _text.Length)
                digits.Add(' ', _origins[end]);
            start = end + 1;
        }

        return digits;
    }

    /// <summary>The parts of a span of this text by line.</summary>
    public IEnumerable<LineSpan> Locate(Span span) => _origins
        .Skip(span.Start).Take(span.Length)
        .Where(origin => origin.Line != Between)
        .GroupBy(origin => origin.Line)
        .Select(part => new LineSpan(part.Key, part.Min(o => o.At), part.Max(o => o.At) + 1, span.Type, span.Score));

    private void Add(char character, (int Line, int At) origin)
    {
        _text.Append(character);
        _origins.Add(origin);
    }

    private static bool IsSign(char character) => character is '@' or '.' or '_' or ':';

    private static bool IsGlue(char character) => character is '@' or '.' or '_' or '-' or '/';
}

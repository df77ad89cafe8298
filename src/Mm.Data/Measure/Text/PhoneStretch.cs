namespace Mm.Data.Measure.Text;

/// <summary>
/// Stretches of digit groups that signs of phone numbers part: at most three out of space, brackets, dot, slash, dash between two groups.
/// Moves through a text once.
/// </summary>
internal sealed class PhoneStretch(string text)
{
    private const int GroupsMax = 8;
    private const int SinglesMax = 2;
    private const int SignsMax = 3;
    private const int ExtensionDigitsMax = 6;

    private static readonly string[] ExtensionWords = ["extension", "ext.", "ext", "x", "#"];

    private readonly List<PhoneGroup> _groups = [];
    private int _at;

    public string Text => text;

    public int Count => _groups.Count;

    public bool MoveNext()
    {
        _groups.Clear();
        var digit = _at < text.Length ? text.AsSpan(_at).IndexOfAnyInRange('0', '9') : -1;
        if (digit < 0)
            return false;
        for (var start = _at + digit; ;)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            _groups.Add(new PhoneGroup(start, end));
            _at = end;
            start = end;
            while (start < text.Length && start - end < SignsMax && text[start] is ' ' or '(' or ')' or '.' or '/' or '-')
                start++;
            if (start == end || start == text.Length || !char.IsAsciiDigit(text[start]) || EndsSentence(text.AsSpan(end, start - end)))
                return true;
        }
    }

    /// <summary>Whether a number may begin with the group: no letter before it, and no sign that joins it to what stands before.</summary>
    public bool MayBegin(int group)
    {
        var at = _groups[group].Start;
        if (at > 0 && char.IsLetter(text[at - 1]))
            return false;
        return group == 0 || text[at - 1] is ' ' or '(';
    }

    /// <summary>
    /// The last group that a number from <paramref name="first"/> on can reach with so many digits. No number has more than eight
    /// groups, or
    /// more than two of a single digit.
    /// </summary>
    public int LastOf(int first, int digitsMax)
    {
        var (last, digits, singles) = (first, _groups[first].Length, 0);
        if (digits > digitsMax)
            return first - 1;
        while (last + 1 < _groups.Count && last + 1 < first + GroupsMax)
        {
            digits += _groups[last + 1].Length;
            singles += _groups[last + 1].Length == 1 ? 1 : 0;
            if (digits > digitsMax || singles > SinglesMax)
                break;
            last++;
        }

        return last;
    }

    public int DigitCount(int first, int last)
    {
        var digits = 0;
        for (var i = first; i <= last; i++)
            digits += _groups[i].Length;
        return digits;
    }

    public PhoneNumberForm Number(int first, int last)
    {
        var (start, end) = (_groups[first].Start, _groups[last].End);
        var isBracketed = start > 0 && text[start - 1] == '(';
        start -= isBracketed ? 1 : 0;
        var plus = start > 0 && text[start - 1] == '+' ? 1 : start > 1 && text[start - 1] == ' ' && text[start - 2] == '+' ? 2 : 0;
        if (plus > 0)
            start -= plus;
        else if (isBracketed && text.AsSpan(start, end - start).IndexOf(')') < 0)
            start++;
        return new PhoneNumberForm(text, start, Extension(end), _groups, first, last)
        {
            IsInternational = plus > 0,
            IsBeside = (first > 0 && plus == 0) || last < _groups.Count - 1,
        };
    }

    private static bool EndsSentence(ReadOnlySpan<char> signs) => signs.Contains(". ", StringComparison.Ordinal);

    private int Extension(int end)
    {
        var at = end;
        while (at < text.Length && at - end < 2 && text[at] is ' ' or ',')
            at++;
        if (at == text.Length || text[at] is not ('x' or 'X' or 'e' or 'E' or '#'))
            return end;
        foreach (var word in ExtensionWords)
        {
            if (!text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                continue;
            var digits = at + word.Length;
            digits += digits < text.Length && text[digits] is ' ' or ':' ? 1 : 0;
            var stop = digits;
            while (stop < text.Length && stop - digits <= ExtensionDigitsMax && char.IsAsciiDigit(text[stop]))
                stop++;
            return stop > digits && stop - digits <= ExtensionDigitsMax && (stop == text.Length || !char.IsLetter(text[stop])) ? stop : end;
        }

        return end;
    }
}

/// <summary>A run of digits.</summary>
internal readonly record struct PhoneGroup(int Start, int End)
{
    public int Length => End - Start;
}

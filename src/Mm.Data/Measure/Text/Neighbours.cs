namespace Mm.Data.Measure.Text;

/// <summary>What touches a candidate on either side, without a word between.</summary>
internal enum Neighbours
{
    /// <summary>Nothing that could belong to it.</summary>
    None,

    /// <summary>Digits close by, which may make it a part of a longer number; a word that announces it outweighs them.</summary>
    Beside,

    /// <summary>It is a part of something longer: of a UUID, a version, a decimal, a path.</summary>
    Joined,
}

/// <summary>Reads <see cref="Neighbours"/> off a text.</summary>
internal static class Neighbourhood
{
    private const int Reach = 24;

    private static readonly System.Buffers.SearchValues<char> DigitsAndSpace = System.Buffers.SearchValues.Create("0123456789 ");

    public static Neighbours Of(string text, int start, int end)
    {
        var written = text.AsSpan(start, end - start);
        var isSpaced = written.Contains(' ') || !written.ContainsAnyExcept(DigitsAndSpace);
        var left = Before(text, start, isSpaced && char.IsAsciiDigit(written[0]));
        var right = end == text.Length ? Neighbours.None : Side(text, end, 1, isSpaced && char.IsAsciiDigit(written[^1]));
        return left > right ? left : right;
    }

    /// <summary>On the left side alone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the candidate begins.</param>
    /// <param name="isSpaced">It has digits at this end and spaces, so that a number beyond a space may belong to it.</param>
    public static Neighbours Before(string text, int start, bool isSpaced) =>
        start == 0 ? Neighbours.None : Side(text, start - 1, -1, isSpaced);

    // sign: the character beside the candidate; behind it a run of letters and digits may go on.
    private static Neighbours Side(string text, int sign, int step, bool isSpaced)
    {
        if (char.IsLetterOrDigit(text[sign]))
            return Neighbours.None;
        var (digits, length) = (0, 0);
        for (var at = sign + step; at >= 0 && at < text.Length && length < Reach && char.IsLetterOrDigit(text[at]); at += step)
        {
            digits += char.IsAsciiDigit(text[at]) ? 1 : 0;
            length++;
        }

        if (digits == 0)
            return Neighbours.None;
        return text[sign] switch
        {
            '-' or '.' or '/' or '_' or '\\' or '%' => Neighbours.Joined,
            ',' or ':' or '=' or '+' or '*' or '^' or '\'' => Neighbours.Beside,
            ' ' when isSpaced && digits == length => Neighbours.Beside,
            _ => Neighbours.None,
        };
    }
}

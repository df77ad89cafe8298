namespace Mm.Data.Measure.Text.Normal;

/// <summary>
/// Characters of a number or an address set apart by single spaces (<c>4 1 1 1 - 2 2 2 2</c>), which nobody writes but to hide them.
/// Counting up or down (<c>1 2 3 4 5 6 7 8</c>) is left alone.
/// </summary>
internal static class SpacedDigits
{
    private const int CharactersMin = 7;
    private const int DigitsMin = 6;

    /// <summary>Whether <see cref="Join"/> might change the text: seven single characters in a row, parted by single spaces.</summary>
    public static bool MayOccur(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            var digit = text[at..].IndexOfAnyInRange('0', '9');
            if (digit < 0)
                return false;
            at += digit;
            var end = EndOfRow(text, at);
            if ((end - at) / 2 >= DigitsMin - 1)
                return true;
            at = Math.Max(at + 1, end);
        }

        return false;
    }

    /// <summary>Takes the spaces out, in place; the new length.</summary>
    public static int Join(char[] text, int[] starts, int[] ends, int length)
    {
        var to = 0;
        for (var at = 0; at < length;)
        {
            var end = at == 0 || !IsPart(text[at - 1]) ? EndOfRow(text.AsSpan(0, length), at) : at;
            var joins = (end - at) / 2 + 1 >= CharactersMin && IsNumber(text.AsSpan(at, end - at));
            for (var stop = Math.Max(end, at + 1); at < stop; at++)
            {
                if (joins && text[at] == ' ' && text[at - 1] != ' ')
                    continue;
                (text[to], starts[to], ends[to]) = (text[at], starts[at], ends[at]);
                to++;
            }
        }

        return to;
    }

    // The end of a row of single characters from at on; at itself where there is none. Two spaces stand for one that was there before.
    private static int EndOfRow(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (at < text.Length && IsPart(text[at]) && (at + 1 == text.Length || !IsPart(text[at + 1])))
        {
            end = at + 1;
            if (at + 2 < text.Length && text[at + 1] == ' ' && IsPart(text[at + 2]))
                at += 2;
            else if (at + 3 < text.Length && text[at + 1] == ' ' && text[at + 2] == ' ' && IsPart(text[at + 3]))
                at += 3;
            else
                break;
        }

        return end;
    }

    private static bool IsNumber(ReadOnlySpan<char> row)
    {
        var (digits, steps, last) = (0, 0, -1);
        foreach (var character in row)
        {
            if (!char.IsAsciiDigit(character))
                continue;
            steps += last >= 0 && Math.Abs(character - '0' - last) == 1 ? 1 : 0;
            last = character - '0';
            digits++;
        }

        return digits >= DigitsMin && steps < digits - 1;
    }

    private static bool IsPart(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '/' or '+' or '@' or ':';
}

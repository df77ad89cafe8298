using System.Text;

namespace Mm.Data.Decoder.Documents;

/// <summary>A document's text as a part has it: well-formed, without control characters, white space in runs of one.</summary>
internal static class CleanText
{
    /// <summary>Line ends stay, since they part the rows of tables; tabs and other white space become a blank.</summary>
    public static string Of(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // what is half of a pair comes as U+FFFD
        {
            if (rune.Value == '\n')
                EndLine(clean);
            else if (Rune.IsWhiteSpace(rune) && rune.Value != '\u00a0')
                Blank(clean);
            else if (!Rune.IsControl(rune))
                clean.Append(rune);
        }

        return clean.ToString().Trim(' ', '\n', '\u00a0');
    }

    private static void Blank(StringBuilder clean)
    {
        if (clean.Length > 0 && clean[^1] is not (' ' or '\n'))
            clean.Append(' ');
    }

    private static void EndLine(StringBuilder clean)
    {
        if (clean.Length > 0 && clean[^1] is ' ')
            clean.Length--;
        if (clean.Length > 0 && clean[^1] is not '\n')
            clean.Append('\n');
    }
}

using System.Globalization;
using System.Text;

namespace Mm.Data.Models.Languages;

/// <summary>
/// Stretches of one to four characters of a text in lower case, in which everything between letters is one blank: what languages are
/// told by. A stretch is packed into 64 bits, a character each 16, the last one lowest.
/// </summary>
internal static class LetterGrams
{
    public const int LengthMax = 4;

    private const int CharactersMax = 2000;

    /// <summary>The text as grams see it, with a blank at both ends; empty where it has no letters.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(" ");
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, CharactersMax)))
        {
            var isPart = char.IsLetter(letter)
                || char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (isPart)
                plain.Append(char.ToLowerInvariant(letter));
            else if (plain[^1] != ' ')
                plain.Append(' ');
        }

        if (plain[^1] != ' ')
            plain.Append(' ');
        return plain.Length == 1 ? "" : plain.ToString();
    }

    /// <summary>Every stretch of <paramref name="length"/> characters.</summary>
    public static IEnumerable<ulong> Of(string plain, int length)
    {
        for (var from = 0; from + length <= plain.Length; from++)
        {
            var gram = 0UL;
            for (var i = 0; i < length; i++)
                gram = (gram << 16) | plain[from + i];
            yield return gram;
        }
    }
}

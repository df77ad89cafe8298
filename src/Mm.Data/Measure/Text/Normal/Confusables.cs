using System.Collections.Frozen;

namespace Mm.Data.Measure.Text.Normal;

/// <summary>
/// Letters of other scripts that look like a Latin one (a choice out of Unicode's confusables, UTS 39), which hide an address from a
/// pattern and from nobody's eye.
/// </summary>
internal static class Confusables
{
    // Look-alike and Latin letter in turns: Cyrillic, Greek, Armenian, Latin letters with another shape.
    private const string Pairs =
        "аaсcеeһhіiјjӏlоoрpѕsԛqуyԝwхxѵvԁdкkАAВBСCЕEНHІIЈJКKМMОOРPЅSТTХXУYҮYԚQԜWӀI"
        + "αaοoνvρpιiκkυuτtχxγyεeΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX"
        + "օoսuհhոnցgԍgıiɑaɡgɩiᴀaʙbᴄcᴅdᴇeɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢz";

    private const int GroupMax = 4;
    private const int Reach = 7;

    private static readonly FrozenDictionary<char, char> Latin = Enumerable.Range(0, Pairs.Length / 2)
        .ToFrozenDictionary(at => Pairs[2 * at], at => Pairs[(2 * at) + 1]);

    /// <summary>Whether a letter may need <see cref="Fold"/>: it is of a script with look-alikes.</summary>
    public static bool IsSuspect(char character) =>
        character is (>= 'Ͱ' and <= '֏') or 'ı' or (>= 'ɐ' and <= 'ʯ') or (>= 'ᴀ' and <= 'ᴢ') or 'ꜱ';

    /// <summary>
    /// Turns look-alikes into the Latin letters they stand for, word by word. A word counts as disguised where all its foreign letters
    /// are look-alikes and it also has a Latin letter, a digit or a sign of an address, or is a short group beside digits: so Russian
    /// and Greek
    /// words stay as they are.
    /// </summary>
    public static void Fold(Span<char> text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (!IsPart(text[at]))
            {
                at++;
                continue;
            }

            var end = at;
            while (end < text.Length && IsPart(text[end]))
                end++;
            FoldWord(text[at..end], IsBesideDigits(text, at, end));
            at = end;
        }
    }

    private static void FoldWord(Span<char> word, bool isDisguised)
    {
        var hasForeign = false;
        foreach (var character in word)
        {
            if (char.IsAscii(character))
            {
                isDisguised |= char.IsAsciiLetterOrDigit(character) || character == '@';
                continue;
            }

            hasForeign = true;
            if (char.IsLetter(character) && !Latin.ContainsKey(character) && IsSuspect(character))
                return;
        }

        for (var i = 0; hasForeign && isDisguised && i < word.Length; i++)
            word[i] = Latin.GetValueOrDefault(word[i], word[i]);
    }

    // A letter or two of a number in groups: AB 12 34 56 C.
    private static bool IsBesideDigits(ReadOnlySpan<char> text, int start, int end) =>
        end - start <= GroupMax
        && ((start >= 2 && text[start - 1] == ' ' && text[Math.Max(0, start - Reach)..start].ContainsAnyInRange('0', '9'))
            || (end + 1 < text.Length && text[end] == ' ' && text[end..Math.Min(text.Length, end + Reach)].ContainsAnyInRange('0', '9')));

    private static bool IsPart(char character) => char.IsLetterOrDigit(character) || character is '@' or '.' or '_' or '-' or '+' or '%';
}

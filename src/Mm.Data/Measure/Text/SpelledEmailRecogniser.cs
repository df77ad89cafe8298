using System.Buffers;
using System.Collections.Frozen;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Addresses whose signs are words: <c>jane (at) example (dot) org</c>, <c>jane at example dot com</c>, <c>jane at gmail.com</c>. A bare
/// "at" is a word of every second sentence, so there the dot must be a word as well, or the domain one of those that give out addresses.
/// </summary>
internal sealed class SpelledEmailRecogniser : IRecogniser
{
    private const float Bracketed = 0.7f;
    private const float Bare = 0.6f;
    private const int LabelsMax = 5;
    private const int LocalMax = 64;

    private static readonly SearchValues<string> Ats =
        SearchValues.Create(["at)", "at ", "at]", "at}", "at>", "@)", "@]", "@}", "arroba", " @ "], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Dots = ["dot", "punto", "punkt", "point", "ponto", "."];

    private static readonly string[] Signs = ["at", "@", "arroba"];

    private static readonly FrozenSet<string> Providers = new[]
    {
        "gmail", "googlemail", "yahoo", "ymail", "hotmail", "outlook", "live", "msn", "icloud", "proton", "protonmail", "gmx", "aol", "web",
        "mail", "zoho", "yandex", "qq", "163", "126", "naver", "orange", "wanadoo", "libero",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // "look at gmail.com"
    private static readonly FrozenSet<string> Verbs = new[]
    {
        "look", "looking", "me", "us", "him", "her", "them", "up", "available", "account", "accounts", "in", "is", "are", "be",
        "login", "register", "works",
        "worked", "work", "based", "hosted", "team", "here", "there", "you", "it", "address", "mail", "email", "people", "engineer",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Email];

    public void Find(string text, ICollection<Finding> found)
    {
        for (var from = 0; from < text.Length;)
        {
            var hit = text.AsSpan(from).IndexOfAny(Ats);
            if (hit < 0)
                return;
            var at = from + hit;
            if (AtSign(text, at) is { } sign && Address(text, sign) is { } address)
            {
                found.Add(address);
                from = address.End;
            }
            else
            {
                from = at + 1;
            }
        }
    }

    // The word for the sign, with its brackets and the spaces around.
    private static (int Start, int End, bool IsBracketed)? AtSign(string text, int at)
    {
        var start = text[at] == ' ' ? at + 1 : at;
        return Word(text, start, Signs) is { } end ? Widen(text, start, end) : null;
    }

    private static int? Word(string text, int at, string[] words)
    {
        foreach (var word in words)
        {
            if (text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return at + word.Length;
        }

        return null;
    }

    private static (int Start, int End, bool IsBracketed)? Widen(string text, int start, int end)
    {
        var (left, right) = (SkipSpaces(text, start - 1, -1), SkipSpaces(text, end, 1));
        var isBracketed = left >= 0 && right < text.Length
            && "([{<".IndexOf(text[left]) is var kind and >= 0 && text[right] == ")]}>"[kind];
        if (isBracketed)
            return (SkipSpaces(text, left - 1, -1) + 1, SkipSpaces(text, right + 1, 1), true);
        return left < start - 1 && right > end ? (left + 1, right, false) : null;
    }

    private static int SkipSpaces(string text, int at, int step)
    {
        for (var count = 0; count < 3 && at >= 0 && at < text.Length && text[at] == ' '; count++)
            at += step;
        return at;
    }

    private static Finding? Address(string text, (int Start, int End, bool IsBracketed) sign)
    {
        var start = sign.Start;
        while (start > 0 && sign.Start - start < LocalMax && (char.IsLetterOrDigit(text[start - 1]) || "+_.-".Contains(text[start - 1])))
            start--;
        while (start < sign.Start && !char.IsLetterOrDigit(text[start]))
            start++;
        var (at, labels, hasWord, name) = (sign.End, 0, false, "");
        var (end, last) = (-1, "");
        for (; labels < LabelsMax; labels++)
        {
            var label = Label(text, at);
            if (label.Length == 0)
                break;
            name = labels == 0 ? label : name;
            (end, last) = (at + label.Length, label);
            if (Dot(text, end) is not { } dot)
            {
                labels++;
                break;
            }

            hasWord |= dot.IsWord;
            at = dot.End;
        }

        var isWhole = start < sign.Start && labels >= 2 && last.Length >= 2 && last.All(char.IsLetter);
        var isSure = sign.IsBracketed || hasWord || (Providers.Contains(name) && !Verbs.Contains(text[start..sign.Start]));
        if (!isWhole || !isSure)
            return null;
        return new Finding(start, end, PiiTypes.Email, sign.IsBracketed ? Bracketed : Bare);
    }

    private static string Label(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at < LocalMax && (char.IsLetterOrDigit(text[end]) || (text[end] == '-' && end > at)))
            end++;
        return text[at..end].TrimEnd('-');
    }

    // A dot only between labels; a word for it with brackets or spaces around.
    private static (int End, bool IsWord)? Dot(string text, int at)
    {
        if (at + 1 < text.Length && text[at] == '.' && char.IsLetterOrDigit(text[at + 1]))
            return (at + 1, false);
        var start = SkipSpaces(text, at, 1);
        if (start < text.Length && "([{<".Contains(text[start]))
            start = SkipSpaces(text, start + 1, 1);
        return start > at && start < text.Length && Word(text, start, Dots) is { } end && Widen(text, start, end) is { } dot
            ? (dot.End, true)
            : null;
    }
}

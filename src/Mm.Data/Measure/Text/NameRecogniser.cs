using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Asks a trained tagger for names. What stands in place of personal data already, <c>&lt;PERSON&gt;</c>, is no name, and what others found
/// before is not taken over: names go around it.
/// </summary>
internal sealed class NameRecogniser(INameTagger tagger) : IRecogniser
{
    public IReadOnlyCollection<string> Types { get; } = tagger.Types;

    public void Find(string text, ICollection<Finding> found)
    {
        var taken = text.Contains('<', StringComparison.Ordinal) ? Placeholders(text) : [];
        taken.AddRange(found.Select(one => (one.Start, one.End)));
        taken.Sort();
        foreach (var span in tagger.Tag(text))
        {
            var (start, end) = (span.Start, span.Start + span.Length);
            foreach (var (from, to) in taken)
            {
                // What lies on both sides of one is cut at it; the piece after it is rest for the next.
                if (from < end && to > start)
                {
                    if (Trim(text, start, Math.Max(start, from)) is { } before)
                        found.Add(new Finding(before.Start, before.End, span.Type, span.Score));
                    start = Math.Min(end, to);
                }
            }

            if (Trim(text, start, end) is { } rest)
                found.Add(new Finding(rest.Start, rest.End, span.Type, span.Score));
        }
    }

    private static List<(int Start, int End)> Placeholders(string text)
    {
        var all = new List<(int Start, int End)>();
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at + 1))
        {
            var word = at + 1;
            while (word < text.Length && (char.IsAsciiLetterUpper(text[word]) || text[word] == '_'))
                word++;
            if (word == at + 1 || word == text.Length)
                continue;
            var end = text[word] switch
            {
                '>' => word,
                ':' or '!' => text.AsSpan(word).IndexOfAny('>', '<', '\n') is > 0 and var length && text[word + length] == '>'
                    ? word + length
                    : -1,
                _ => -1,
            };
            if (end > 0)
                all.Add((at, end + 1));
        }

        return all;
    }

    private static (int Start, int End)? Trim(string text, int start, int end)
    {
        while (start < end && !char.IsLetterOrDigit(text[start]))
            start++;
        while (end > start && !char.IsLetterOrDigit(text[end - 1]) && text[end - 1] != '.')
            end--;
        return start < end ? (start, end) : null;
    }
}

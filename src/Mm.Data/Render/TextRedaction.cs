using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Render;

/// <summary>Replaces what was found in a text by placeholders that name its kind: <c>&lt;EMAIL&gt;</c>, <c>&lt;PHONE&gt;</c>,
/// ...</summary>
public static class TextRedaction
{
    /// <summary>
    /// Spans may overlap and come in any order: what overlaps goes as one, under the kind with the best score (then the longest,
    /// then the first by name).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A span is empty or does not lie within the text: it belongs to another
    /// text.</exception>
    public static string Replace(string text, IReadOnlyList<Span> spans)
    {
        foreach (var span in spans)
        {
            if (span.Start < 0 || span.Length <= 0 || span.Length > text.Length - span.Start)
                throw new ArgumentOutOfRangeException(nameof(spans), "A span lies outside the text.");
        }

        var (result, at) = (new StringBuilder(text.Length), 0);
        foreach (var (start, end, kind) in Merge(spans))
        {
            result.Append(text, at, start - at).Append('<').Append(kind).Append('>');
            at = end;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static IEnumerable<(int Start, int End, string Kind)> Merge(IReadOnlyList<Span> spans)
    {
        var rest = spans.OrderBy(span => span.Start).ThenByDescending(span => span.Length).ToList();
        for (var i = 0; i < rest.Count;)
        {
            var (first, end) = (i, rest[i].Start + rest[i].Length);
            for (i++; i < rest.Count && rest[i].Start < end; i++)
                end = Math.Max(end, rest[i].Start + rest[i].Length);
            var best = rest[first..i].OrderByDescending(span => span.Score).ThenByDescending(span => span.Length)
                .ThenBy(span => span.Type, StringComparer.Ordinal).First();
            yield return (rest[first].Start, end, best.Type);
        }
    }
}

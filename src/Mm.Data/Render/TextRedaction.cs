using System.Text;
using Mm.Data.Pipeline;

namespace Mm.Data.Render;

/// <summary>Puts in place of what was found in a text what <see cref="TextOperators"/> make of it.</summary>
public static class TextRedaction
{
    /// <summary>
    /// Spans may overlap and come in any order: what overlaps goes as one, under the kind with the best score (then the longest,
    /// then the first by name).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A span is empty or does not lie within the text: it belongs to another
    /// text.</exception>
    public static string Replace(string text, IReadOnlyList<Span> spans) => Replace("", text, spans, TextOperators.Placeholders);

    /// <inheritdoc cref="Replace(string, IReadOnlyList{Span})"/>
    /// <param name="sampleId">The sample whose text it is.</param>
    /// <param name="text">The text.</param>
    /// <param name="spans">What was found in it.</param>
    /// <param name="operators">What takes its place.</param>
    public static string Replace(string sampleId, string text, IReadOnlyList<Span> spans, TextOperators operators)
    {
        foreach (var span in spans)
        {
            if (span.Start < 0 || span.Length <= 0 || span.Length > text.Length - span.Start)
                throw new ArgumentOutOfRangeException(nameof(spans), "A span lies outside the text.");
        }

        var (result, at) = (new StringBuilder(text.Length), 0);
        foreach (var (start, end, type) in Merge(spans))
        {
            result.Append(text, at, start - at).Append(operators.Apply(sampleId, type, text[start..end]));
            at = end;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    private static IEnumerable<(int Start, int End, string Type)> Merge(IReadOnlyList<Span> spans)
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

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
    public static string Replace(string sampleId, string text, IReadOnlyList<Span> spans, TextOperators operators) =>
        Replace(sampleId, text, spans, [], operators).Text;

    /// <summary>The same, for a text that makes up part of a document: with where its slices lie afterwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A span is empty or does not lie within the text.</exception>
    public static RedactedText Replace(
        string sampleId, string text, IReadOnlyList<Span> spans, IReadOnlyList<DocumentSlice> slices, TextOperators operators)
    {
        foreach (var span in spans)
        {
            if (span.Start < 0 || span.Length <= 0 || span.Length > text.Length - span.Start)
                throw new ArgumentOutOfRangeException(nameof(spans), "A span lies outside the text.");
        }

        var (result, at) = (new StringBuilder(text.Length), 0);
        var edits = new List<Edit>();
        foreach (var (start, end, type) in Merge(spans))
        {
            result.Append(text, at, start - at).Append(operators.Apply(sampleId, type, text[start..end]));
            edits.Add(new Edit(start, end, result.Length));
            at = end;
        }

        result.Append(text, at, text.Length - at);
        return new RedactedText(result.ToString(), [.. slices.Select(Moved)]);

        DocumentSlice Moved(DocumentSlice slice)
        {
            var (from, to) = (Place(edits, slice.Start), Place(edits, slice.Start + slice.Length));
            return slice with { Start = from, Length = Math.Max(0, to - from) };
        }
    }

    // A place inside of what was replaced is behind what took its place: a slice that begins there loses what is gone, and one that ends
    // there has the whole of it.
    private static int Place(List<Edit> edits, int place)
    {
        var moved = place;
        foreach (var edit in edits)
        {
            if (edit.Start >= place)
                break;
            moved = place < edit.End ? edit.NewEnd : edit.NewEnd + (place - edit.End);
        }

        return moved;
    }

    private readonly record struct Edit(int Start, int End, int NewEnd);

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

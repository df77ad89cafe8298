using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.ImageText;

/// <summary>
/// Personal data in the lines of a picture: each line alone, with its neighbours, and the way it would look had the reader not misread
/// it. What any of these finds counts.
/// </summary>
/// <param name="find">The text analyser.</param>
/// <param name="doubtful">What counts although the analyser does not know it.</param>
internal sealed class LineAnalysis(Func<string, IReadOnlyList<Span>> find, DoubtfulText doubtful)
{
    /// <summary>Spans of the lines, of which several may overlap; in order of line, start and type.</summary>
    /// <exception cref="DetectorException">The analyser failed.</exception>
    public IReadOnlyList<LineSpan> Find(IReadOnlyList<LineReading> lines, double aspect)
    {
        var layout = new LineLayout([.. lines.Select(line => line.Line)], aspect);
        var alone = Enumerable.Range(0, lines.Count).Select(i => Passage.Of(lines, i));
        var joined = layout.Runs().Select(run => Passage.Of(lines, run));
        return [.. alone.SelectMany(Search).Concat(joined.SelectMany(SearchJoined))
            .Distinct()
            .OrderBy(span => span.Line).ThenBy(span => span.Start).ThenBy(span => span.End)
            .ThenBy(span => span.Type, StringComparer.Ordinal).ThenBy(span => span.Score)];
    }

    private IEnumerable<LineSpan> Search(Passage passage)
    {
        var digits = passage.Digits();
        return SearchJoined(passage)
            .Concat(Locate(passage, doubtful.Find(passage.Text)))
            .Concat(Locate(digits, doubtful.Find(digits.Text)));
    }

    private IEnumerable<LineSpan> SearchJoined(Passage passage)
    {
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var tight = passage.Tightened();
        foreach (var variant in new[] { passage, passage.Digits(), tight, tight.Digits() })
        {
            if (!texts.Add(variant.Text))
                continue;
            foreach (var span in Locate(variant, find(variant.Text)))
                yield return span;
        }
    }

    private static IEnumerable<LineSpan> Locate(Passage passage, IEnumerable<Span> spans) => spans.SelectMany(passage.Locate);
}

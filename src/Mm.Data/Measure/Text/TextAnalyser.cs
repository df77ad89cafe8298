using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Finds personal data in a text, after the model of Presidio's analyser: recognisers with pattern, checksum and context words, scores,
/// overlaps settled. Captions, lines read from pictures and words of a transcript all come here.
/// </summary>
/// <param name="recognisers">What reads the text; see <see cref="Recognisers"/>.</param>
/// <param name="scoreMin">Lowest score that counts, in [0, 1].</param>
/// <param name="types">Types to look for; none means all that the recognisers find.</param>
internal sealed class TextAnalyser(IEnumerable<IRecogniser> recognisers, double scoreMin, IReadOnlyCollection<string> types)
{
    private readonly IRecogniser[] _recognisers = [.. recognisers];
    private readonly HashSet<string> _types = new(types, StringComparer.Ordinal);

    /// <summary>Spans of the original text, in its order, without overlap.</summary>
    /// <exception cref="DetectorException">A recogniser failed on the text: it must not be shipped.</exception>
    public Span[] Find(string original) => Find(new NormalText(original));

    /// <inheritdoc cref="Find(string)"/>
    public Span[] Find(NormalText text)
    {
        var found = new List<Finding>();
        var hasDigit = text.Text.AsSpan().ContainsAnyInRange('0', '9');
        foreach (var recogniser in _recognisers)
        {
            if (hasDigit || !recogniser.NeedsDigit)
                recogniser.Find(text.Text, found);
        }

        if (found.Count == 0)
            return [];
        found.RemoveAll(one => one.Score < (float)scoreMin || (_types.Count > 0 && !_types.Contains(one.Type)));
        return [.. Settle(found).Select(one =>
        {
            var (start, length) = text.Locate(one.Start, one.End);
            return new Span(start, length, one.Type, one.Score);
        })];
    }

    // What overlaps becomes one stretch over all of it, with the type of the best (then longest, then first) finding: nothing
    // found is left uncovered.
    private static List<Finding> Settle(List<Finding> found)
    {
        var settled = new List<(Finding Cover, Finding Best)>();
        foreach (var one in found.OrderBy(f => f.Start).ThenByDescending(f => f.End).ThenByDescending(f => f.Score)
            .ThenBy(f => f.Type, StringComparer.Ordinal))
        {
            if (settled.Count == 0 || one.Start >= settled[^1].Cover.End)
            {
                settled.Add((one, one));
                continue;
            }

            var (cover, best) = settled[^1];
            var longer = one.End - one.Start > best.End - best.Start;
            var better = one.Score > best.Score || (one.Score.Equals(best.Score) && longer) ? one : best;
            settled[^1] = (cover with { End = Math.Max(cover.End, one.End), Type = better.Type, Score = better.Score }, better);
        }

        return settled.ConvertAll(pair => pair.Cover);
    }
}

using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Finds personal data in a text, after the model of Presidio's analyser: recognisers with pattern, checksum and context words, scores,
/// overlaps settled. Captions, lines read from pictures and words of a transcript all come here. Used by several threads at once.
/// </summary>
public sealed class TextAnalyser
{
    private readonly IRecogniser[] _recognisers;
    private readonly HashSet<string> _types;
    private readonly float _scoreMin;

    /// <param name="recognisers">What reads the text; see <see cref="Recognisers"/>.</param>
    /// <param name="scoreMin">Lowest score that counts, in [0, 1].</param>
    /// <param name="types">Types to look for; none means all that the recognisers find.</param>
    internal TextAnalyser(IEnumerable<IRecogniser> recognisers, double scoreMin, IReadOnlyCollection<string> types) =>
        (_recognisers, _scoreMin, _types) = ([.. recognisers], (float)scoreMin, new(types, StringComparer.Ordinal));

    /// <summary>Every built-in recogniser, as the options of the stage <c>text-pii</c> say.</summary>
    /// <param name="options">Options of the stage.</param>
    /// <param name="names">Finds names, whatever model the options name; null: nobody does.</param>
    public TextAnalyser(TextPii.Options options, INameTagger? names = null)
        : this(
            [.. Recognisers.Create(options.Types, options.Countries, options.Regions), .. OfNames(names, options.Types)],
            options.ScoreMin,
            options.Types)
    {
    }

    /// <summary>Every type that may be found, in order.</summary>
    public IReadOnlyList<string> Types =>
    [
        .. _recognisers.SelectMany(one => one.Types).Distinct().Where(type => _types.Count == 0 || _types.Contains(type))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// The same with one recogniser at a time, by its name, and first with none, which leaves the normalising: to measure and to explain.
    /// </summary>
    public IEnumerable<KeyValuePair<string, TextAnalyser>> Apart() =>
    [
        KeyValuePair.Create("normalising", new TextAnalyser([], _scoreMin, _types)),
        .. _recognisers.Select(one => KeyValuePair.Create(one.GetType().Name, new TextAnalyser([one], _scoreMin, _types))),
    ];

    /// <summary>Spans of the original text, in its order, without overlap.</summary>
    /// <exception cref="DetectorException">A recogniser failed on the text: it must not be shipped.</exception>
    public Span[] Find(string original) => Find(new NormalText(original));

    /// <inheritdoc cref="Find(string)"/>
    internal Span[] Find(NormalText text)
    {
        var found = new List<Finding>();
        var hasDigit = text.Text.AsSpan().ContainsAnyInRange('0', '9');
        bool IsOut(Finding one) => one.Score < _scoreMin || (_types.Count > 0 && !_types.Contains(one.Type));
        foreach (var recogniser in _recognisers)
        {
            if (recogniser is NameRecogniser)
                found.RemoveAll(IsOut); // names go around what counts, and around nothing else
            if (hasDigit || !recogniser.NeedsDigit)
                recogniser.Find(text.Text, found);
        }

        found.RemoveAll(IsOut);
        if (found.Count == 0)
            return [];
        return [.. Settle(found).Select(one =>
        {
            var (start, length) = text.Locate(one.Start, one.End);
            return new Span(start, length, one.Type, one.Score);
        })];
    }

    private static IEnumerable<IRecogniser> OfNames(INameTagger? names, IReadOnlyList<string> types) =>
        names is not null && (types.Count == 0 || names.Types.Any(types.Contains)) ? [new NameRecogniser(names)] : [];

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

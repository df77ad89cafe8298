using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Text;

/// <summary>Runs the recognisers of the chosen kinds over a text and settles overlaps.</summary>
internal sealed class TextScan(IReadOnlyCollection<PiiKind> kinds, IReadOnlyList<string> regions, double scoreMin)
{
    private readonly IRecogniser[] _recognisers = [.. kinds.Distinct().Order().Select(kind => Recogniser(kind, regions))];

    /// <summary>Spans of the original text, in its order, without overlap.</summary>
    /// <exception cref="DetectorException">A library failed on the text.</exception>
    public Span[] Find(NormalText text)
    {
        var found = _recognisers.SelectMany(recogniser => recogniser.Find(text.Text)).Where(one => one.Score >= (float)scoreMin);
        return [.. Settle(found).Select(one =>
        {
            var (start, length) = text.Locate(one.Start, one.End);
            return new Span(start, length, Name(one.Kind), one.Score);
        })];
    }

    /// <summary>The placeholder word of a kind, such as <c>IP_ADDRESS</c>.</summary>
    public static string Name(PiiKind kind) => kind switch
    {
        PiiKind.Email => "EMAIL",
        PiiKind.Phone => "PHONE",
        PiiKind.Card => "CARD",
        PiiKind.Iban => "IBAN",
        PiiKind.UrlCredentials => "URL_CREDENTIALS",
        PiiKind.IpAddress => "IP_ADDRESS",
        PiiKind.MacAddress => "MAC_ADDRESS",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    // What overlaps becomes one stretch over all of it, with the kind of the best (then longest, then first) finding: nothing
    // found is left uncovered.
    private static List<Finding> Settle(IEnumerable<Finding> found)
    {
        var settled = new List<(Finding Cover, Finding Best)>();
        foreach (var one in found.OrderBy(f => f.Start).ThenByDescending(f => f.End).ThenByDescending(f => f.Score).ThenBy(f => f.Kind))
        {
            if (settled.Count == 0 || one.Start >= settled[^1].Cover.End)
            {
                settled.Add((one, one));
                continue;
            }

            var (cover, best) = settled[^1];
            var longer = one.End - one.Start > best.End - best.Start;
            var better = one.Score > best.Score || (one.Score.Equals(best.Score) && longer) ? one : best;
            settled[^1] = (cover with { End = Math.Max(cover.End, one.End), Kind = better.Kind, Score = better.Score }, better);
        }

        return settled.ConvertAll(pair => pair.Cover);
    }

    private static IRecogniser Recogniser(PiiKind kind, IReadOnlyList<string> regions) => kind switch
    {
        PiiKind.Email => new EmailRecogniser(),
        PiiKind.Phone => new PhoneRecogniser(regions),
        PiiKind.Card => new CardRecogniser(),
        PiiKind.Iban => new IbanRecogniser(),
        _ => new NetworkRecogniser(kind),
    };
}

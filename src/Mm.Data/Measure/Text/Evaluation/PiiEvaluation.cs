using Mm.Data.Pipeline;

namespace Mm.Data.Measure.Text.Evaluation;

/// <summary>
/// Holds what the analyser finds against what a data set marks. A finding is right when it overlaps a mark of its type by half of both
/// together (intersection over union, in characters); each mark is matched once.
/// </summary>
public sealed class PiiEvaluation(Func<string, IReadOnlyList<Span>> find, IReadOnlyCollection<string> lookedFor)
{
    private const double OverlapMin = 0.5;

    /// <summary>Scores all texts.</summary>
    /// <param name="name">Name of the data set for the report.</param>
    /// <param name="texts">The data set.</param>
    /// <param name="onExample">Is told of each miss and each false finding; null: nobody is.</param>
    /// <param name="cancel">Stops the work.</param>
    public PiiReport Run(
        string name, IReadOnlyList<LabelledText> texts, Action<PiiExample>? onExample, CancellationToken cancel)
    {
        var labels = texts.SelectMany(text => text.Spans).Select(span => span.Type).ToHashSet(StringComparer.Ordinal);
        // A date of birth is a date, where dates are looked for too; else a set's dates would count as missed.
        string Under(string type) => type == PiiTypes.DateOfBirth && lookedFor.Contains("DATE_TIME") && labels.Contains("DATE_TIME")
            ? "DATE_TIME"
            : LabelNames.In(labels, type);
        var types = lookedFor.Select(Under).ToHashSet(StringComparer.Ordinal);
        var tally = new Dictionary<string, Counts>(StringComparer.Ordinal);
        var (any, joined) = (new Counts(), new Counts());
        foreach (var text in texts)
        {
            cancel.ThrowIfCancellationRequested();
            var marked = text.Spans.Where(span => types.Contains(span.Type)).ToList();
            var others = text.Spans.Where(span => !types.Contains(span.Type)).ToList();
            var found = find(text.Text)
                .Select(span => new LabelledSpan(span.Start, span.Start + span.Length, Under(span.Type)))
                .Where(span => LabelNames.Counts(labels, span.Type) && !others.Exists(other => Overlap(other, span) >= OverlapMin))
                .ToList();
            foreach (var type in marked.Concat(found).Select(span => span.Type).Distinct())
                Count(text, Of(tally, type), [.. marked.Where(s => s.Type == type)], [.. found.Where(s => s.Type == type)], onExample);
            var (markedJoined, foundJoined) = (Join(text.Text, marked), Join(text.Text, found));
            foreach (var type in markedJoined.Concat(foundJoined).Select(span => span.Type).Distinct())
                Count(text, joined, [.. markedJoined.Where(s => s.Type == type)], [.. foundJoined.Where(s => s.Type == type)], null);
            Count(text, any, marked, found, null);
        }

        return Report(name, texts, tally, any, types) with { Joined = joined.Score("neighbours joined") };
    }

    private static PiiReport Report(
        string name, IReadOnlyList<LabelledText> texts, Dictionary<string, Counts> tally, Counts any, HashSet<string> types)
    {
        var scores = tally.Select(pair => pair.Value.Score(pair.Key)).ToList();
        var total = new PiiScore("total", scores.Sum(s => s.Marked), scores.Sum(s => s.Found), scores.Sum(s => s.Right));
        var unknown = texts.SelectMany(text => text.Spans).Where(span => !types.Contains(span.Type))
            .GroupBy(span => span.Type, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count());
        return new PiiReport
        {
            DataSet = name,
            Texts = texts.Count,
            Characters = texts.Sum(text => (long)text.Text.Length),
            Types = [.. scores.OrderBy(s => s.F2).ThenByDescending(s => s.Marked).ThenBy(s => s.Type, StringComparer.Ordinal)],
            Total = total,
            AnyType = any.Score("any type"),
            Joined = total,
            NotLookedFor = unknown,
            TotalOfAllLabels = total with { Type = "total of all labels", Marked = total.Marked + unknown.Values.Sum() },
        };
    }

    private static List<LabelledSpan> Join(string text, IEnumerable<LabelledSpan> spans)
    {
        var joined = new List<LabelledSpan>();
        foreach (var span in spans.OrderBy(span => span.Start))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.Type == span.Type && last.End <= span.Start
                && text.AsSpan(last.End, span.Start - last.End).IsWhiteSpace())
                joined[^1] = last with { End = span.End };
            else
                joined.Add(span);
        }

        return joined;
    }

    private static Counts Of(Dictionary<string, Counts> tally, string type)
    {
        if (!tally.TryGetValue(type, out var counts))
            tally.Add(type, counts = new Counts());
        return counts;
    }

    // The best overlap first; what is left over on either side was missed, or is false.
    private static void Count(
        LabelledText text, Counts counts, List<LabelledSpan> marked, List<LabelledSpan> found, Action<PiiExample>? onExample)
    {
        counts.Marked += marked.Count;
        counts.Found += found.Count;
        var pairs =
            from mark in marked
            from one in found
            let overlap = Overlap(mark, one)
            where overlap >= OverlapMin
            select (mark, one, overlap);
        foreach (var (mark, one, _) in pairs.OrderByDescending(pair => pair.overlap).ToList())
        {
            if (!marked.Contains(mark) || !found.Contains(one))
                continue;
            marked.Remove(mark);
            found.Remove(one);
            counts.Right++;
        }

        foreach (var mark in onExample is null ? [] : marked)
            onExample!(new PiiExample(mark.Type, true, text.Text, mark.Start, mark.End));
        foreach (var one in onExample is null ? [] : found)
            onExample!(new PiiExample(one.Type, false, text.Text, one.Start, one.End));
    }

    private static double Overlap(LabelledSpan a, LabelledSpan b)
    {
        var both = Math.Min(a.End, b.End) - Math.Max(a.Start, b.Start);
        return both <= 0 ? 0 : (double)both / (Math.Max(a.End, b.End) - Math.Min(a.Start, b.Start));
    }

    private sealed class Counts
    {
        public int Marked { get; set; }

        public int Found { get; set; }

        public int Right { get; set; }

        public PiiScore Score(string type) => new(type, Marked, Found, Right);
    }
}

/// <summary>A miss, or a false finding, with the text it stands in.</summary>
public sealed record PiiExample(string Type, bool IsMiss, string Text, int Start, int End);

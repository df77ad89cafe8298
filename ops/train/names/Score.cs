namespace Mm.Data.NameTraining;

/// <summary>Right, false and missed spans of one type: right is a span of the type with an intersection over union of at least 0.5.</summary>
internal sealed class Score
{
    public int Right { get; set; }

    public int False { get; set; }

    public int Missed { get; set; }

    public double Precision => Right == 0 ? 0 : (double)Right / (Right + False);

    public double Recall => Right == 0 ? 0 : (double)Right / (Right + Missed);

    /// <summary>Recall weighs four times precision.</summary>
    public double F2 => Right == 0 ? 0 : 5.0 * Right / ((5.0 * Right) + (4.0 * Missed) + False);

    /// <summary>Adds a text's counts to the scores of its types; types that the set does not label are not counted.</summary>
    public static void Add(Dictionary<string, Score> scores, LabelledText text, IReadOnlyList<Pipeline.Span> found, IEnumerable<string> types)
    {
        foreach (var type in types)
        {
            if (!scores.TryGetValue(type, out var score))
                scores[type] = score = new Score();
            var wanted = text.Spans.Where(span => span.Type == type).ToList();
            foreach (var one in found.Where(one => one.Type == type))
            {
                var match = wanted.FindIndex(span => Overlap(span, one) >= 0.5);
                if (match < 0)
                {
                    score.False++;
                    continue;
                }

                wanted.RemoveAt(match);
                score.Right++;
            }

            score.Missed += wanted.Count;
        }
    }

    /// <summary>
    /// The text's spans with those of one type joined where only white space parts them, as presidio-research's own evaluation joins
    /// neighbouring tokens of a type: house number and street, which its templates label apart, are one then.
    /// </summary>
    public static LabelledText Join(LabelledText text)
    {
        var joined = new List<LabelledSpan>();
        foreach (var span in text.Spans.OrderBy(span => span.Start))
        {
            if (joined.Count > 0 && joined[^1].Type == span.Type && span.Start >= joined[^1].End && string.IsNullOrWhiteSpace(text.Text[joined[^1].End..span.Start]))
                joined[^1] = joined[^1] with { End = span.End };
            else
                joined.Add(span);
        }

        return text with { Spans = joined };
    }

    /// <inheritdoc cref="Join(LabelledText)"/>
    public static IReadOnlyList<Pipeline.Span> Join(string text, IReadOnlyList<Pipeline.Span> spans) =>
        [.. Join(new LabelledText(text, [.. spans.Select(span => new LabelledSpan(span.Start, span.Start + span.Length, span.Type))], "", []))
            .Spans.Select(span => new Pipeline.Span(span.Start, span.End - span.Start, span.Type, 1))];

    public static Score Sum(IEnumerable<Score> scores)
    {
        var sum = new Score();
        foreach (var score in scores)
        {
            sum.Right += score.Right;
            sum.False += score.False;
            sum.Missed += score.Missed;
        }

        return sum;
    }

    private static double Overlap(LabelledSpan span, Pipeline.Span found)
    {
        var shared = Math.Min(span.End, found.Start + found.Length) - Math.Max(span.Start, found.Start);
        return shared <= 0 ? 0 : (double)shared / (span.End - span.Start + found.Length - shared);
    }
}

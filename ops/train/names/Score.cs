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

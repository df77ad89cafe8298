namespace Mm.Data.Evaluate;

/// <summary>How the values of one score lie, of one group of rows.</summary>
public sealed record ScoreSummary
{
    /// <summary>Feature column; <c>released.cosine</c> for that of picture and released caption, computed here.</summary>
    public required string Score { get; init; }

    /// <summary>What the rows are grouped by: <c>all</c>, <c>split</c>, <c>source</c>, <c>language</c> or <c>script</c>.</summary>
    public required string By { get; init; }

    /// <summary>The group's value.</summary>
    public required string Group { get; init; }

    public required int Count { get; init; }

    public required double Mean { get; init; }

    public required double Deviation { get; init; }

    /// <summary>Smallest, 5th, 25th, 50th, 75th and 95th percentile, largest.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>Counts of equal bins between <see cref="From"/> and <see cref="To"/>, which all groups of a score share.</summary>
    public required IReadOnlyList<int> Bins { get; init; }

    public required double From { get; init; }

    public required double To { get; init; }

    private const int BinCount = 40;
    private const int GroupsMax = 20;
    private static readonly double[] Shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];

    /// <summary>Of one score: all rows, then each grouping's groups, largest first; the small ones of many together.</summary>
    /// <param name="score">Its name.</param>
    /// <param name="values">By row; NaN where a row has none.</param>
    /// <param name="groupings">Name and value by row of what to group by.</param>
    public static IEnumerable<ScoreSummary> Of(
        string score, double[] values, IReadOnlyList<(string By, IReadOnlyList<string> Groups)> groupings)
    {
        int[] known = [.. Enumerable.Range(0, values.Length).Where(i => !double.IsNaN(values[i]))];
        if (known.Length == 0)
            yield break;
        var (from, to) = (known.Min(i => values[i]), known.Max(i => values[i]));
        yield return Summary("all", "all", known);
        foreach (var (by, groups) in groupings)
        {
            var ordered = known.GroupBy(i => groups[i]).OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal).ToArray();
            if (ordered.Length < 2)
                continue;
            foreach (var group in ordered.Take(GroupsMax))
                yield return Summary(by, group.Key, [.. group]);
            if (ordered.Length > GroupsMax)
                yield return Summary(by, $"{ordered.Length - GroupsMax} others", [.. ordered.Skip(GroupsMax).SelectMany(group => group)]);
        }

        ScoreSummary Summary(string by, string group, int[] rows)
        {
            double[] sorted = [.. rows.Select(i => values[i]).Order()];
            var mean = sorted.Average();
            var bins = new int[BinCount];
            foreach (var value in sorted)
                bins[to > from ? Math.Min(BinCount - 1, (int)((value - from) / (to - from) * BinCount)) : 0]++;
            return new ScoreSummary
            {
                Score = score,
                By = by,
                Group = group,
                Count = sorted.Length,
                Mean = Bootstrap.Rounded(mean),
                Deviation = Bootstrap.Rounded(Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / sorted.Length)),
                Quantiles = [.. Shares.Select(share => Bootstrap.Rounded(sorted[(int)Math.Round(share * (sorted.Length - 1))]))],
                Bins = bins,
                From = Bootstrap.Rounded(from),
                To = Bootstrap.Rounded(to),
            };
        }
    }
}

using System.Globalization;
using System.Text;
using Mm.Data.Evaluate;

namespace Mm.Data.App.Reports.Evaluation;

/// <summary>Plots of an evaluation as SVG within the page. Colours are the page's, so that they follow light and dark.</summary>
internal static class EvaluationPlots
{
    private const int Width = 640;
    private const int Left = 200;
    private const int RowHeight = 22;
    private const int BarsMax = 20;

    /// <summary>Recall both ways from 0 to 1, with whiskers for the intervals.</summary>
    public static string Recall(IReadOnlyList<(string Name, SideRecall Side)> sides)
    {
        (string Name, Estimate Value)[] rows =
        [
            .. sides.SelectMany(pair => new[]
            {
                ($"{pair.Name}, at 1", pair.Side.At1), ($"{pair.Name}, at 5", pair.Side.At5), ($"{pair.Name}, at 10", pair.Side.At10),
            }),
        ];
        var plot = Begin("Recall", rows.Length * RowHeight);
        foreach (var (index, (name, value)) in rows.Index())
        {
            var top = index * RowHeight;
            Label(plot, name, top);
            Bar(plot, Left, top + 4, At(value.Value) - Left, RowHeight - 8);
            Rule(plot, "whisker", At(value.Low), At(value.High), top + (RowHeight / 2));
        }

        return plot.Append("</svg>").ToString();

        static double At(double share) => Left + (share * (Width - Left - 10));
    }

    /// <summary>Counts of the bins of one group.</summary>
    public static string Histogram(ScoreSummary score)
    {
        const int Height = 90;
        var name = score.By == "all" ? "all rows" : $"{score.By} {score.Group}";
        var plot = Begin($"{score.Score}, {name}", Height + 20);
        Label(plot, Short(name), (Height / 2) - 10);
        var most = Math.Max(1, score.Bins.Max());
        var wide = (Width - Left - 10.0) / score.Bins.Count;
        foreach (var (index, count) in score.Bins.Index())
        {
            var high = (double)Height * count / most;
            Bar(plot, Left + (index * wide), Height - high, wide - 1, high);
        }

        Rule(plot, "axis", Left, Width - 10, Height);
        plot.Append(Line($"<text x=\"{Left}\" y=\"{Height + 15}\">{score.From:0.###}</text>"));
        plot.Append(Line($"<text x=\"{Width - 10}\" y=\"{Height + 15}\" text-anchor=\"end\">{score.To:0.###}</text>"));
        return plot.Append("</svg>").ToString();
    }

    /// <summary>Rows by group, of <paramref name="rows"/>.</summary>
    public static string Bars(IReadOnlyList<GroupCount> groups, int rows)
    {
        GroupCount[] shown = [.. groups.Where(group => group.Rows > 0).Take(BarsMax)];
        var plot = Begin("Rows by group", Math.Max(1, shown.Length) * RowHeight);
        foreach (var (index, group) in shown.Index())
        {
            Label(plot, Short(group.Name), index * RowHeight);
            var wide = (Width - Left - 10.0) * group.Rows / Math.Max(1, rows);
            Bar(plot, Left, (index * RowHeight) + 4, wide, RowHeight - 8);
        }

        return plot.Append("</svg>").ToString();
    }

    private static void Bar(StringBuilder plot, double x, double y, double width, double height) => plot
        .Append(Line($"<rect class=\"bar\" x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\"/>"));

    private static void Rule(StringBuilder plot, string kind, double from, double to, double y) => plot
        .Append(Line($"<line class=\"{kind}\" x1=\"{from:0.##}\" x2=\"{to:0.##}\" y1=\"{y:0.##}\" y2=\"{y:0.##}\"/>"));

    private static StringBuilder Begin(string title, int height) => new StringBuilder()
        .Append(Line($"<svg role=\"img\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\">"))
        .Append("<title>").Append(EvaluationPage.Plain(title)).Append("</title>");

    private static void Label(StringBuilder plot, string name, int top) => plot
        .Append(Line($"<text x=\"{Left - 8}\" y=\"{top + 15}\" text-anchor=\"end\">")).Append(EvaluationPage.Plain(name)).Append("</text>");

    private static string Short(string name) => name.Length <= 28 ? name : name[..27] + "…";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

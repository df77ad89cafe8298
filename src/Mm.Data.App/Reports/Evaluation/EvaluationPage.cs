using System.Globalization;
using System.Net;
using System.Text;
using Mm.Data.Evaluate;
using Mm.Data.Run.Evaluation;

namespace Mm.Data.App.Reports.Evaluation;

/// <summary>
/// An evaluation as one page: no script, nothing from elsewhere, plots drawn here. Names that come out of a release are encoded, and a
/// policy in the page forbids whatever could get through.
/// </summary>
internal static class EvaluationPage
{
    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'none'">
        <meta name="viewport" content="width=device-width,initial-scale=1"><title>Evaluation of a release</title><style>
        :root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#ddd;--bar:#3f7fbf;--whisker:#1a1a1a;--good:#1b6e2d;--bad:#a3211b}
        @media(prefers-color-scheme:dark){
        :root{--ink:#eee;--paper:#161616;--line:#444;--bar:#6ea8dc;--whisker:#eee;--good:#7ccf8b;--bad:#ff8d85}}
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:62rem;padding:0 1rem;color:var(--ink);background:var(--paper)}
        table{border-collapse:collapse;margin:.5rem 0;display:block;overflow-x:auto}
        td,th{padding:.25rem .75rem;text-align:right;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        td:first-child,th:first-child{text-align:left}.good{color:var(--good)}.bad{color:var(--bad)}
        svg{max-width:100%;height:auto;display:block;margin:.5rem 0}svg text{fill:var(--ink);font:12px system-ui,sans-serif}
        .bar{fill:var(--bar)}.whisker{stroke:var(--whisker);stroke-width:2}.axis{stroke:var(--line)}
        figure{margin:1rem 0}figcaption{font-size:.9rem}
        </style></head><body>
        """;

    public static string Of(EvaluationReport report)
    {
        var page = new StringBuilder(Head);
        page.Append(CultureInfo.InvariantCulture, $"<h1>Evaluation of {Plain(report.Pipeline)}</h1>");
        var key = Plain(report.RunKey[..Math.Min(12, report.RunKey.Length)]);
        page.Append(CultureInfo.InvariantCulture, $"<p>Run {key}, {report.Rows} rows (");
        page.AppendJoin(", ", report.Splits.Select(split => $"{Plain(split.Name)} {split.Rows}")).Append("). ");
        page.Append(report.Model is { } model
            ? $"Captions embedded by {Plain(model.Name)}{(model.OfRelease ? "" : ", which is not the model that scored the release")}.</p>"
            : "No dual encoder: nothing was ranked.</p>");
        Gates(page, report);
        Retrieval(page, report);
        Leaks(page, report);
        Scores(page, report);
        Shown(page, report.Representation);
        return page.Append("</body></html>\n").ToString();
    }

    internal static string Plain(string text) => WebUtility.HtmlEncode(text);

    private static void Gates(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>Gate</h2>");
        if (report.Gates.Count == 0)
        {
            page.Append("<p>The pipeline asks for nothing under evaluate.gate.</p>");
            return;
        }

        Table(page, ["gate", "value", "asked", "holds"], report.Gates.Select(gate => new[]
        {
            Plain(gate.Name), EvaluationPrinter.Value(gate), EvaluationPrinter.Bound(gate),
            gate.Passed ? "<span class=\"good\">yes</span>" : "<span class=\"bad\">no</span>",
        }));
    }

    private static void Retrieval(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>Retrieval</h2>");
        if (report.Retrieval is not { } found)
        {
            page.Append("<p>There were not two pairs to rank.</p>");
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<p>{found.Candidates} pairs were ranked among each other, ");
        page.Append(CultureInfo.InvariantCulture, $"{report.NotRanked} could not be. ");
        page.Append("Whiskers show the confidence interval of the bootstrap over samples.</p>");
        (string Name, SideRecall Side)[] sides = [("picture to caption", found.Captions), ("caption to picture", found.Images)];
        page.Append(EvaluationPlots.Recall(sides));
        Table(page, ["direction", "recall at 1", "recall at 5", "recall at 10", "median rank"], sides.Select(pair => new[]
        {
            pair.Name, EvaluationPrinter.Interval(pair.Side.At1), EvaluationPrinter.Interval(pair.Side.At5),
            EvaluationPrinter.Interval(pair.Side.At10), EvaluationPrinter.Interval(pair.Side.MedianRank),
        }));
        page.Append(CultureInfo.InvariantCulture, $"<p>Contrastive loss {EvaluationPrinter.Interval(found.Loss)} nats ");
        page.Append(CultureInfo.InvariantCulture, $"in batches of {found.Batch}; ");
        page.Append(CultureInfo.InvariantCulture, $"chance is {EvaluationPrinter.Number(Math.Log(found.Batch))}. ");
        page.Append(CultureInfo.InvariantCulture, $"Temperature {EvaluationPrinter.Number(found.Temperature)}.</p>");
    }

    private static void Leaks(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>Duplicates and leakage</h2>");
        Table(page, ["kind", "same from", "rows compared", "within a split", "of eval in train"], report.Leaks.Select(leak => new[]
        {
            Plain(leak.Kind), leak.Bound is { } bound ? EvaluationPrinter.Number(bound) : "", $"{leak.Rows}", $"{leak.Within}",
            $"{leak.Leaked}",
        }));
    }

    private static void Scores(StringBuilder page, EvaluationReport report)
    {
        page.Append("<h2>Scores</h2>");
        foreach (var score in report.Scores.GroupBy(score => score.Score))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h3>{Plain(score.Key)}</h3>");
            foreach (var group in score)
                page.Append(EvaluationPlots.Histogram(group));
            Table(page, ["rows of", "count", "mean", "deviation", "5 %", "median", "95 %"], score.Select(group => new[]
            {
                Plain(group.By == "all" ? "all" : $"{group.By} {group.Group}"), $"{group.Count}", EvaluationPrinter.Number(group.Mean),
                EvaluationPrinter.Number(group.Deviation), EvaluationPrinter.Number(group.Quantiles[1]),
                EvaluationPrinter.Number(group.Quantiles[3]), EvaluationPrinter.Number(group.Quantiles[5]),
            }));
        }
    }

    private static void Shown(StringBuilder page, Representation shown)
    {
        page.Append("<h2>What it shows</h2>");
        foreach (var (name, groups) in EvaluationPrinter.Groups(shown).Where(pair => pair.Groups.Count > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"<h3>{Plain(name)}</h3>").Append(EvaluationPlots.Bars(groups, shown.Rows));
            var told = groups.Where(group => group.Rows > 0);
            Table(page, [name, "rows"], told.Select(group => new[] { Plain(group.Name), $"{group.Rows}" }));
        }

        if (shown.PeopleShare is { } people)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>People were seen in {EvaluationPrinter.Number(people * 100)} % of the rows ");
            page.Append("that were searched for faces, before they were filled.</p>");
        }

        page.Append("<p>No column tells: ").AppendJoin(", ", shown.NotKnown.Select(Plain)).Append(".</p>");
    }

    // Cells are HTML; who gives them has encoded what came from outside.
    private static void Table(StringBuilder page, string[] head, IEnumerable<string[]> rows)
    {
        page.Append("<table><thead><tr>").AppendJoin("", head.Select(cell => $"<th scope=\"col\">{Plain(cell)}</th>"))
            .Append("</tr></thead><tbody>");
        foreach (var row in rows)
            page.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{cell}</td>")).Append("</tr>");
        page.Append("</tbody></table>");
    }
}

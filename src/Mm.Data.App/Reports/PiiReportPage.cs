using System.Globalization;
using System.Net;
using System.Text;
using Mm.Data.Measure.Text.Evaluation;

namespace Mm.Data.App.Reports;

/// <summary>Writes an evaluation as <c>report.json</c> and <c>report.html</c>, one page without scripts or anything from
/// elsewhere.</summary>
internal static class PiiReportPage
{
    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>Personal data in texts</title><style>
        body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#1a1a1a}
        table{border-collapse:collapse}td,th{padding:.25rem .75rem;text-align:right;border-bottom:1px solid #ddd}
        td:first-child,th:first-child{text-align:left}tr.sum{font-weight:600}li{margin:.25rem 0}mark{background:#ffd54f}
        .bar{display:inline-block;height:.6rem;background:#3f7fbf;vertical-align:middle}
        @media(prefers-color-scheme:dark){body{background:#161616;color:#eee}td,th{border-color:#444}}
        </style></head><body>
        """;

    public static async Task WriteAsync(string folder, PiiReport report, PiiExamples examples, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), PiiReportPrinter.ToJson(report) + "\n", cancel);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), Page(report, examples), cancel);
    }

    private static string Page(PiiReport report, PiiExamples examples)
    {
        var page = new StringBuilder(Head);
        page.Append(CultureInfo.InvariantCulture, $"<h1>Personal data in {Plain(report.DataSet)}</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<p>{report.Texts} texts, {report.Characters} characters. ");
        page.Append("A finding is right when it overlaps a mark of its type by half of both together. ");
        page.Append("F2 weighs a miss four times as much as a false finding.</p>");
        page.Append("<table><tr><th>type</th><th>marked</th><th>found</th><th>right</th>");
        page.Append("<th>precision</th><th>recall</th><th>F2</th><th></th></tr>");
        foreach (var score in report.Types)
            page.Append(Row(score, "type"));
        page.Append(Row(report.Total, "sum")).Append(Row(report.AnyType, "sum"));
        if (report.NotLookedFor.Count > 0)
            page.Append(Row(report.TotalOfAllLabels, "sum"));
        page.Append("</table>");
        if (report.NotLookedFor.Count > 0)
        {
            page.Append("<p>Not looked for: ")
                .AppendJoin(", ", report.NotLookedFor.Select(pair => $"{Plain(pair.Key)} ({pair.Value})")).Append(".</p>");
        }

        foreach (var score in report.Types)
            Examples(page, score.Type, examples);
        return page.Append("</body></html>\n").ToString();
    }

    private static string Row(PiiScore score, string kind) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        <tr class="{kind}"><td>{Plain(score.Type)}</td><td>{score.Marked}</td><td>{score.Found}</td><td>{score.Right}</td>
        <td>{score.Precision:0.000}</td><td>{score.Recall:0.000}</td><td>{score.F2:0.000}</td>
        <td style="text-align:left"><span class="bar" style="width:{score.F2 * 8:0.00}rem"></span></td></tr>
        """);

    private static void Examples(StringBuilder page, string type, PiiExamples examples)
    {
        foreach (var (isMiss, title) in new[] { (true, "missed"), (false, "false") })
        {
            var some = examples.Of(type, isMiss);
            if (some.Count == 0)
                continue;
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Plain(type)}: {title}</h2><ul>");
            foreach (var one in some)
            {
                page.Append("<li>").Append(Plain(one.Before)).Append("<mark>").Append(Plain(one.Marked)).Append("</mark>")
                    .Append(Plain(one.After)).Append("</li>");
            }

            page.Append("</ul>");
        }
    }

    private static string Plain(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using System.Text.Json;
using Mm.Data.Measure.Text.Evaluation;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.App.Reports;

/// <summary>Prints the quality of the search for personal data: the worst type first.</summary>
internal static class PiiReportPrinter
{
    public static void Print(PiiReport report, bool json) => Console.WriteLine(json ? ToJson(report) : ToText(report));

    public static string ToJson(PiiReport report) => JsonSerializer.Serialize(report, PipelineJson.Options);

    private static string ToText(PiiReport report) => string.Join('\n',
    [
        $"{report.DataSet}: {report.Texts} texts, {report.Characters} characters",
        Line("type", "marked", "found", "right", "precision", "recall", "F2"),
        .. report.Types.Select(Line),
        Line(report.Total),
        Line(report.Joined),
        Line(report.AnyType),
        .. report.NotLookedFor.Count == 0
            ? Array.Empty<string>()
            : [Line(report.TotalOfAllLabels),
                "not looked for: " + string.Join(", ", report.NotLookedFor.Select(pair => $"{pair.Key} {pair.Value}"))],
    ]);

    private static string Line(PiiScore score) => Line(
        score.Type, Number(score.Marked), Number(score.Found), Number(score.Right), Share(score.Precision), Share(score.Recall),
        Share(score.F2));

    private static string Line(string type, string marked, string found, string right, string precision, string recall, string f2) =>
        $"{type,-24}{marked,8}{found,8}{right,8}{precision,11}{recall,8}{f2,8}";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Share(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Mm.Data.Measure.Evaluation;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>A detector's report on a terminal.</summary>
internal static class BoxReportPrinter
{
    public static void Print(BoxReport report)
    {
        var curve = new Table().Border(TableBorder.Simple)
            .AddColumns("threshold", "covered", "recall", "false boxes", "a picture", "empty pictures filled");
        foreach (var row in report.Curve.Append(report.Result).OrderBy(row => row.Threshold))
        {
            var cells = new[]
            {
                Number(row.Threshold, "0.00##"), $"{row.Covered} of {report.Things}", Share(row.Recall), $"{row.FalseBoxes}",
                Number(row.FalseBoxesAPicture, "0.00"), Share(row.EmptyPicturesFilled),
            };
            var style = row == report.Result ? new Style(decoration: Decoration.Bold) : Style.Plain;
            curve.AddRow([.. cells.Select(cell => new Markup(Markup.Escape(cell), style))]);
        }

        AnsiConsole.Write(curve);
        foreach (var size in report.Sizes.Where(size => size.Things > 0))
            AnsiConsole.WriteLine($"{size.Name,-16} {size.Covered} of {size.Things} covered");
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Model.Name} at {report.Threshold:0.###}, boxes grown {report.Grow:0.##} times: {report.Pictures} pictures, " +
            $"{report.EmptyPictures} of them empty; {report.CpuMsAPicture:0.#} ms of CPU a picture"));
        foreach (var (path, reason) in report.Undecodable)
            AnsiConsole.WriteLine($"not decoded: {path}: {reason}");
    }

    private static string Share(double? share) => share is { } value ? Number(100 * value, "0.0") + " %" : "-";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.Json;
using Mm.Data.Pipeline.Definition;
using Spectre.Console;

namespace Mm.Data.App.Bench;

/// <summary>A report as tables on a terminal, or as JSON.</summary>
internal static class BenchPrinter
{
    public static void Print(BenchReport report, bool json)
    {
        if (json)
        {
            Console.WriteLine(ToJson(report));
            return;
        }

        var machine = report.Machine;
        AnsiConsole.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{machine.Processor}, {machine.Cores} cores, {machine.Runtime}, load before {machine.LoadBefore:0.0}");
        foreach (var table in report.Tables)
            AnsiConsole.Write(Render(table));
        foreach (var figure in report.Figures)
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{figure.Name}: [bold]{figure.Value:0.###}[/] {figure.Unit}");
    }

    public static string ToJson(BenchReport report) => JsonSerializer.Serialize(report, PipelineJson.Options);

    private static Table Render(BenchTable table)
    {
        var drawn = new Table().Title(Markup.Escape(table.Title)).Border(TableBorder.Rounded)
            .AddColumn("what").AddColumn(Right($"{table.Unit}/s")).AddColumn(Right("lowest")).AddColumn(Right("highest"))
            .AddColumn(Right("CPU ms each")).AddColumn(Right("ratio")).AddColumn(Right("CPU ratio"));
        foreach (var row in table.Rows)
        {
            drawn.AddRow(
                Markup.Escape(row.Name), Number(row.Rate, "0.0"), Number(row.RateLowest, "0.0"), Number(row.RateHighest, "0.0"),
                Number(row.CpuMs, "0.000"), Number(row.Ratio, "0.00"), Number(row.CpuRatio, "0.00"));
        }

        return drawn;
    }

    private static TableColumn Right(string title) => new TableColumn(Markup.Escape(title)).RightAligned();

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}

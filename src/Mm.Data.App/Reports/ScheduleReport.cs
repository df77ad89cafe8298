using System.Globalization;
using System.Text.Json;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Web.Api.Contracts;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints schedules and their windows.</summary>
internal static class ScheduleReport
{
    public static void Print(IReadOnlyList<ScheduleItem> schedules, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(schedules, PipelineJson.Options));
            return;
        }

        if (schedules.Count == 0)
        {
            Console.WriteLine("No schedule. Enter one with: mmdata schedule add PIPELINE --input PATH --output DIR");
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("schedule", "pipeline", "cron", "zone", "catch-up", "cursor", "next (UTC)");
        foreach (var one in schedules)
        {
            string[] row =
            [
                one.Name, one.Pipeline, one.Cron, one.Zone, one.CatchUp, one.Cursor ? "yes" : "no",
                one.IsPaused ? "paused" : one.Next is { } next ? Time(next) : "never",
            ];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    public static void Print(IReadOnlyList<WindowItem> windows, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(windows, PipelineJson.Options));
            return;
        }

        if (windows.Count == 0)
        {
            Console.WriteLine("No window yet. mmdata serve fires schedules while it runs.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("window (UTC)", "kind", "state")
            .AddColumn(new TableColumn("samples").RightAligned()).AddColumn(new TableColumn("changed").RightAligned())
            .AddColumn(new TableColumn("deferred").RightAligned()).AddColumns("run", "why");
        foreach (var one in windows)
        {
            string[] row =
            [
                Time(one.Start), one.Kind, one.State, Number(one.Samples), Number(one.Changed), Number(one.Deferred),
                one.Run is { } run ? run[..8] : "", one.MergedInto is { } into ? $"stands in {Time(into)}" : one.Error ?? "",
            ];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

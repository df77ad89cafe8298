using System.Globalization;
using System.Text.Json;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Web.Api.Contracts;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints runs.</summary>
internal static class RunList
{
    public static void Print(IReadOnlyList<RunItem> runs, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(runs, PipelineJson.Options));
            return;
        }

        if (runs.Count == 0)
        {
            Console.WriteLine("No run yet. Start one with: mmdata run PIPELINE --input PATH --output DIR");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("run", "pipeline", "state", "phase")
            .AddColumn(new TableColumn("samples").RightAligned()).AddColumns("started (UTC)", "release");
        foreach (var run in runs)
        {
            string[] row =
            [
                run.Key, run.Pipeline, run.State, run.Phase, run.Samples.ToString(CultureInfo.InvariantCulture),
                run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), run.Output,
            ];
            table.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }
}

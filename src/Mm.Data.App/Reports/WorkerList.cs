using System.Globalization;
using System.Text.Json;
using Mm.Data.Catalog;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>The processes that take jobs, as a table or JSON.</summary>
internal static class WorkerList
{
    public static void Print(IReadOnlyList<SeenWorker> workers, RunOptions options, bool json)
    {
        var lines = workers.Select(one => new Line(
            one.Worker.Name, one.Worker.Machine, one.Worker.Cores, one.Worker.Devices, one.Worker.Queues,
            Math.Round(one.Silence.TotalSeconds, 1), one.Silence.TotalSeconds <= options.LeaseSeconds ? "alive" : "silent")).ToArray();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(lines, PipelineJson.Options));
            return;
        }

        if (lines.Length == 0)
        {
            Console.WriteLine("No worker. Start one with: mmdata worker --queues measure,render,publish");
            return;
        }

        var table = new Table().AddColumns("worker", "machine", "cores", "devices", "queues", "seconds silent", "state");
        foreach (var line in lines)
        {
            table.AddRow(
                [.. new[]
                {
                    line.Worker, line.Machine, line.Cores.ToString(CultureInfo.InvariantCulture), line.Devices, line.Queues,
                    line.SilentSeconds.ToString(CultureInfo.InvariantCulture), line.State,
                }.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    private sealed record Line(
        string Worker, string Machine, int Cores, string Devices, string Queues, double SilentSeconds, string State);
}

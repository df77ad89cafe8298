using System.Globalization;
using System.Text.Json;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Web.Api.Contracts;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>The processes that take jobs, as a table or JSON.</summary>
internal static class WorkerList
{
    public static void Print(IReadOnlyList<WorkerItem> lines, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(lines, PipelineJson.Options));
            return;
        }

        if (lines.Count == 0)
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
}

using System.Globalization;
using Mm.Data.Web.Api.Contracts;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>The processes that take jobs, as a table or JSON.</summary>
internal static class WorkerList
{
    public static void Print(IReadOnlyList<WorkerItem> lines, bool json) => Listing.Print(
        lines,
        json,
        "No worker. Start one with: mmdata worker --queues measure,render,publish",
        new Table().AddColumns("worker", "machine", "cores", "devices", "queues", "seconds silent", "state"),
        line =>
        [
            line.Worker, line.Machine, line.Cores.ToString(CultureInfo.InvariantCulture), line.Devices, line.Queues,
            line.SilentSeconds.ToString(CultureInfo.InvariantCulture), line.State,
        ]);
}

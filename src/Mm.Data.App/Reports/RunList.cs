using System.Globalization;
using Mm.Data.Web.Api.Contracts;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints runs.</summary>
internal static class RunList
{
    public static void Print(IReadOnlyList<RunItem> runs, bool json) => Listing.Print(
        runs,
        json,
        "No run yet. Start one with: mmdata run PIPELINE --input PATH --output DIR",
        new Table().Border(TableBorder.Simple).AddColumns("run", "pipeline", "state", "phase")
            .AddColumn(new TableColumn("samples").RightAligned()).AddColumns("started (UTC)", "release"),
        run =>
        [
            run.Key, run.Pipeline, run.State, run.Phase, run.Samples.ToString(CultureInfo.InvariantCulture),
            run.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), run.Output,
        ]);
}

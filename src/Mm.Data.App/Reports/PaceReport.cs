using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Where the time of a run went: the phases, and for each measuring stage whether it worked or waited.</summary>
internal static class PaceReport
{
    public static void Print(RunReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"time           {report.Seconds:0.0} s: {string.Join(", ", report.Phases.Select(Told))}"));
        PrintModels(report);
        if (report.Canaries.Count > 0)
            Console.WriteLine($"canaries       {string.Join(", ", report.Canaries.Select(Told))}");
        if (report.LimitingStage is null)
            return;
        var table = new Table().Border(TableBorder.Simple).AddColumn("stage").AddColumns(
            Right("samples"), Right("busy"), Right("waits for input"), Right("for output"), Right("batch fill"), Right("queue at most"));
        foreach (var load in report.Stages)
            table.AddRow(Row(load, load.Stage == report.LimitingStage));
        AnsiConsole.Write(table);
        Console.WriteLine($"pace set by    {report.LimitingStage}");
    }

    private static void PrintModels(RunReport report)
    {
        Console.WriteLine($"models         {report.Device}{(report.DeviceNote is null ? "" : " (no CUDA here; --json says why)")}");
        foreach (var graph in report.Models)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {graph.Model}, {graph.Tower}: {graph.Rows} rows in {graph.Batches} batches of {graph.Batch}, " +
                $"{graph.MeanFill:0 %} full, " +
                $"{graph.BusySeconds:0.0} s of lanes, {graph.DepthMax} waiting at most{(graph.Note is null ? "" : $"; {graph.Note}")}"));
        }

        var (cache, results) = (report.Cache, report.Cache.Results);
        if (cache.Stages.Count > 0)
        {
            Console.WriteLine(
                $"cache          {cache.SamplesWhole} of {report.Samples} samples measured on earlier runs; " +
                $"{results.Hits} of {results.Hits + results.Misses} single model results; {cache.MibOnDisk} MiB on disk");
        }
    }

    private static string Told(PhaseTime phase) => string.Create(CultureInfo.InvariantCulture, $"{phase.Phase} {phase.Seconds:0.0}");

    private static string Told(CanaryReport canary) => canary.HasPicture
        ? $"{canary.Kind} found {canary.Checks} times"
        : $"no picture of kind {canary.Kind}, so its detector was not tried (run ops/setup, or see mmdata doctor)";

    private static TableColumn Right(string title) => new TableColumn(title).RightAligned();

    private static string[] Row(StageLoad load, bool isLimiting)
    {
        var all = load.BusySeconds + load.InputWaitSeconds + load.OutputWaitSeconds;
        return
        [
            isLimiting ? $"[bold]{load.Stage}[/]" : load.Stage,
            load.Samples.ToString(CultureInfo.InvariantCulture),
            Percent(load.BusySeconds, all),
            Percent(load.InputWaitSeconds, all),
            Percent(load.OutputWaitSeconds, all),
            Percent(load.BatchFill, 1),
            load.Stage == PhaseMeter.SourceName ? "" : string.Create(CultureInfo.InvariantCulture, $"{load.QueueKibMax / 1024.0:0.0} MiB"),
        ];
    }

    private static string Percent(double part, double whole) =>
        (whole > 0 ? part / whole : 0).ToString("0 %", CultureInfo.InvariantCulture);
}

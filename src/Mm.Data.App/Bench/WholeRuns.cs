using Mm.Data.App.Hosting;
using Mm.Data.Run;

namespace Mm.Data.App.Bench;

/// <summary>Whole runs of one pipeline in processes of their own, into throw-away folders, and what they reported.</summary>
internal sealed class WholeRuns(string pipeline, string model, IReadOnlyList<string> config, string scratch)
{
    private readonly List<(ChildReading Child, RunReport Report)> _cold = [];
    private readonly List<(ChildReading Child, RunReport Report)> _warm = [];

    private string State => Path.Combine(scratch, "state");

    /// <summary>With an empty state folder: nothing of an earlier run is known.</summary>
    public async Task<Reading> ColdAsync(string input, int count, CancellationToken cancel)
    {
        Delete(State);
        _cold.Add(await RunAsync(input, count, cancel));
        return _cold[^1].Child.Whole;
    }

    /// <summary>With the state folder of the run before, into another output folder.</summary>
    public async Task<Reading> WarmAsync(string input, int count, CancellationToken cancel)
    {
        _warm.Add(await RunAsync(input, count, cancel));
        return _warm[^1].Child.Whole;
    }

    public async Task<(ChildReading Child, RunReport Report)> RunAsync(string input, int count, CancellationToken cancel)
    {
        var output = Path.Combine(scratch, "release");
        string[] arguments =
        [
            pipeline, "--input", input, "--output", output, "--set", $"measure.alignment.model={model}",
            "--config", $"State:Folder={State}", .. config.SelectMany(setting => new[] { "--config", setting }),
        ];
        try
        {
            return await ChildRun.MmdataAsync(count, arguments, cancel);
        }
        finally
        {
            Delete(output);
        }
    }

    /// <summary>What the runs said of themselves: medians, the warm-up round left out.</summary>
    public async Task<IReadOnlyList<BenchFigure>> FiguresAsync(AppSettings settings, int cores, CancellationToken cancel)
    {
        var (cold, warm) = (_cold.Skip(1).ToArray(), _warm.Skip(1).ToArray());
        var (first, again) = (Median(cold, run => Phase(run.Report)), Median(warm, run => Phase(run.Report)));
        var jobs = await JobCost.MeasureAsync(settings, cancel);
        return
        [
            new("measure phase, nothing cached", first, "s"),
            new("measure phase, again", again, "s"),
            new("speed of the measure phase again over the first", first / again, ""),
            new("memory of all processes at most", Median(cold, run => run.Child.MemoryMibMax), "MiB"),
            new("catalog, audit and publication", Median(cold, run => Books(run, cores)), "% of the cores' time"),
            new("job server", Median(cold, run => jobs.Share(run.Report, cores)), "% of the cores' time"),
        ];
    }

    private static double Books((ChildReading Child, RunReport Report) run, int cores) =>
        100 * run.Report.BookkeepingSeconds / (run.Report.Seconds * cores);

    private static double Phase(RunReport report) => report.Phases.Single(phase => phase.Phase == "measure").Seconds;

    private static double Median<T>(T[] runs, Func<T, double> of) => Rounds.Median(runs.Select(of));

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}

using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>The measure phase of a run: CPU of the workers in it, and how long their cores had nothing to do, summed over cores.</summary>
internal sealed record MeasuredPhase(long Samples, double Seconds, double CpuSeconds, double IdleSeconds, int Cores)
{
    public Reading Reading => new(Samples, Seconds, CpuSeconds);

    /// <summary>Share of the cores' time that nobody used.</summary>
    public double IdleShare => IdleSeconds / (Seconds * Cores);

    /// <summary>Share of the cores' time that other programs took.</summary>
    public double OthersShare => Math.Max(0, 1 - ((IdleSeconds + CpuSeconds) / (Seconds * Cores)));

    /// <summary>Samples a second, had no other program taken time of the cores.</summary>
    public double RateAlone => Samples / (Seconds * (1 - OthersShare));
}

/// <summary>Runs that worker processes do, and the time that they took by the catalog's own clock.</summary>
/// <param name="catalog">That all share.</param>
/// <param name="hasKey">Whether the operator has set the installation's key; one for the bench is made where he has not.</param>
/// <param name="scratch">A folder that goes away.</param>
/// <param name="config">Settings of the command line, and of the catalog.</param>
/// <param name="pipeline">The pipeline file and what is laid over it.</param>
internal sealed class WorkerRuns(
    RunCatalog catalog, bool hasKey, string scratch, IReadOnlyList<string> config, IReadOnlyList<string> pipeline)
{
    /// <summary>Seals plans in a scratch folder: no secret.</summary>
    private static readonly string BenchKey = Convert.ToBase64String(new byte[32]);

    private int _runs;

    /// <summary>Starts workers, lets them warm up on a few pictures, and reads what the measure phase of a whole run took.</summary>
    /// <param name="cores">One worker on each.</param>
    /// <param name="warm">Folder of pictures before anything is timed.</param>
    /// <param name="input">Folder of pictures.</param>
    /// <param name="cancel">Ends the workers too.</param>
    public async Task<MeasuredPhase> RoundAsync(IReadOnlyList<int> cores, string warm, string input, CancellationToken cancel)
    {
        var workers = new List<WorkerProcess>();
        try
        {
            foreach (var core in cores)
                workers.Add(await WorkerProcess.StartAsync(core, Settings(), cancel));
            await RunAsync(warm, cancel);
            await using var watch = new CoreWatch(cores, () => workers.Sum(worker => worker.CpuSeconds()));
            var (samples, fromMs, toMs) = await RunAsync(input, cancel);
            var times = watch.Between(fromMs, toMs);
            return new MeasuredPhase(samples, (toMs - fromMs) / 1000.0, times.Own, times.Idle, cores.Count);
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    /// <summary>One run; its samples, the first shard's start and the last one's end.</summary>
    private async Task<(int Samples, long FromMs, long ToMs)> RunAsync(string input, CancellationToken cancel)
    {
        var output = Path.Combine(scratch, $"release-{_runs++}");
        await ChildRun.RunAsync(
            [.. ChildRun.Mmdata, "run", .. pipeline, "--input", input, "--output", output, "--config", "Run:Queues=none", .. Settings()],
            cancel);
        Directory.Delete(output, recursive: true);
        var run = (await catalog.RunsAsync(1, cancel))[0];
        var shards = (await catalog.ShardsAsync(run.Key, cancel)).Where(shard => shard.Phase is RunPhase.Measure).ToArray();
        if (run.Output != output || shards.Any(shard => shard.StartedMs is null || shard.EndedMs is null))
            throw new EnvironmentException("Another run came between. bench workers takes a PostgreSQL that nobody else uses.");
        return (shards.Sum(shard => shard.Samples), shards.Min(shard => shard.StartedMs!.Value), shards.Max(shard => shard.EndedMs!.Value));
    }

    private string[] Settings() =>
    [
        .. config.SelectMany(setting => new[] { "--config", setting }), "--config", $"State:Folder={Path.Combine(scratch, "state")}",
        "--config", "Models:Cache:SizeMib=0", .. hasKey ? (string[])[] : ["--config", $"State:Key={BenchKey}"],
    ];
}

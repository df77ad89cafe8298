using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.App.Bench;

/// <summary>
/// A stretch of a run's measure phase: CPU of the workers in it, and how long their cores had nothing to do, summed over cores.
/// </summary>
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

/// <summary>Runs that two worker processes do, the second of which sleeps every other while.</summary>
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

    /// <summary>
    /// Starts two workers, lets them warm up on a few pictures, and reads what whole runs did while both worked and while one did, in
    /// turns of the same length: so a core that is slower from one minute to the next is so for both.
    /// </summary>
    /// <param name="cores">One worker on each.</param>
    /// <param name="warm">Folder of pictures before anything is timed.</param>
    /// <param name="input">Folder of pictures.</param>
    /// <param name="rounds">Runs over them.</param>
    /// <param name="cancel">Ends the workers too.</param>
    /// <returns>Pairs that follow one another.</returns>
    public async Task<List<(MeasuredPhase One, MeasuredPhase Two)>> TurnsAsync(
        IReadOnlyList<int> cores, string warm, string input, int rounds, CancellationToken cancel)
    {
        var workers = new List<WorkerProcess>();
        try
        {
            foreach (var core in cores)
                workers.Add(await WorkerProcess.StartAsync(core, Settings(), cancel));
            await RunAsync(warm, cancel);
            var pairs = new List<(MeasuredPhase, MeasuredPhase)>();
            for (var round = 0; round < rounds; round++)
                pairs.AddRange(await RoundAsync(workers, cores, input, cancel));
            return pairs;
        }
        finally
        {
            foreach (var worker in workers)
                await worker.DisposeAsync();
        }
    }

    private async Task<List<(MeasuredPhase One, MeasuredPhase Two)>> RoundAsync(
        List<WorkerProcess> workers, IReadOnlyList<int> cores, string input, CancellationToken cancel)
    {
        IReadOnlyList<ShardRecord> shards;
        var turns = new WorkerTurns(cores, workers);
        await using (turns)
            shards = await RunAsync(input, cancel);
        return
        [
            .. turns.Within(shards.Min(shard => shard.StartedMs!.Value), shards.Max(shard => shard.EndedMs!.Value))
                .Select(pair => (Phase(pair.Fewer), Phase(pair.All))),
        ];

        MeasuredPhase Phase(Turn turn)
        {
            var samples = shards.Where(shard => turn.Holds(shard.EndedMs!.Value)).Sum(shard => shard.Samples);
            return new MeasuredPhase(samples, turn.Seconds, turn.CpuSeconds, turn.IdleSeconds, turn.Awake);
        }
    }

    /// <summary>One run; the shards of its measure phase.</summary>
    private async Task<IReadOnlyList<ShardRecord>> RunAsync(string input, CancellationToken cancel)
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
        return shards;
    }

    private string[] Settings() =>
    [
        .. config.SelectMany(setting => new[] { "--config", setting }), "--config", $"State:Folder={Path.Combine(scratch, "state")}",
        "--config", "Models:Cache:SizeMib=0", .. hasKey ? (string[])[] : ["--config", $"State:Key={BenchKey}"],
    ];
}

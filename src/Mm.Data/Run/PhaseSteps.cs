using Hangfire;
using Mm.Data.Catalog;

namespace Mm.Data.Run;

/// <summary>The order of the phases: what follows on which, and the jobs of each.</summary>
public sealed class PhaseSteps(RunCatalog catalog, IBackgroundJobClient jobs)
{
    /// <summary>Starts the next phase if every shard of <paramref name="phase"/> is done and nobody has started it.</summary>
    public async Task MoveOnAsync(ActiveRun run, RunPhase phase, CancellationToken cancel)
    {
        var (next, sizes) = Next(run, phase);
        if (!await catalog.TryAdvanceAsync(run.Key, phase, next, sizes, cancel))
            return;
        foreach (var index in Enumerable.Range(0, sizes.Count))
            Enqueue(new ShardKey(run.Key, next, index));
    }

    /// <summary>Makes the job of one shard. One job too many does no harm: the lease lets one work.</summary>
    public void Enqueue(ShardKey shard)
    {
        var (key, index) = (shard.RunKey, shard.Index);
        _ = shard.Phase switch
        {
            RunPhase.Measure => jobs.Enqueue<MeasureJob>(job => job.RunAsync(key, index, CancellationToken.None)),
            RunPhase.Select => jobs.Enqueue<SelectJob>(job => job.RunAsync(key, CancellationToken.None)),
            RunPhase.Render => jobs.Enqueue<RenderJob>(job => job.RunAsync(key, index, CancellationToken.None)),
            RunPhase.Publish => jobs.Enqueue<PublishJob>(job => job.RunAsync(key, CancellationToken.None)),
            _ => throw new InvalidOperationException($"Phase {shard.Phase} has no jobs."),
        };
    }

    private static PhaseStart Next(ActiveRun run, RunPhase phase) => phase switch
    {
        RunPhase.Measure => new PhaseStart(RunPhase.Select, [0]),
        RunPhase.Select when run.Selection.Parts is { Count: > 0 } parts =>
            new PhaseStart(RunPhase.Render, [.. parts.Select(part => part.SampleIds.Count)]),
        RunPhase.Select or RunPhase.Render => new PhaseStart(RunPhase.Publish, [0]),
        _ => new PhaseStart(RunPhase.Done, []),
    };

    private sealed record PhaseStart(RunPhase Phase, IReadOnlyList<int> SamplesByShard);
}

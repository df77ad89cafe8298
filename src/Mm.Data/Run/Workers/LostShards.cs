using Hangfire;
using Mm.Data.Catalog;

namespace Mm.Data.Run.Workers;

/// <summary>
/// Makes the jobs anew of shards that nobody works on: their worker died, was told to stop, or a job was lost between catalog and
/// queue. Every process looks; a shard found by two gets one job.
/// </summary>
public sealed class LostShards(RunCatalog catalog, PhaseSteps steps, JobStorage jobs, RunOptions options)
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    public async Task RequeueAsync(CancellationToken cancel)
    {
        // A shard may wait long in a full queue; with empty queues its job is gone.
        var lost = RunOptions.AllQueues.All(IsEmpty) ? TimeSpan.FromSeconds(2 * options.LeaseSeconds) : Never;
        foreach (var shard in await catalog.Due.TakeAsync(lost, cancel))
            steps.Enqueue(shard);
        foreach (var shard in await catalog.Due.StuckAsync(cancel))
            steps.Enqueue(shard);
    }

    private bool IsEmpty(string queue) => jobs.GetMonitoringApi().EnqueuedCount(queue) == 0;
}

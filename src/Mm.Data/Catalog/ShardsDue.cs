using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>
/// Shards that wait for nobody: their worker died, gave them back, or their job was lost. Whoever finds one marks it in the same
/// statement, so that of all who look at the same moment one makes the job.
/// </summary>
public sealed class ShardsDue(IDbContextFactory<CatalogContext> contexts)
{
    private const string Mark =
        """
        UPDATE "Shards" SET "QueuedMs" = $now
        WHERE NOT "Done" AND ("Holder" IS NULL OR "LeaseUntilMs" <= $now)
            AND ("QueuedMs" IS NULL OR "QueuedMs" < "LeaseUntilMs" OR "QueuedMs" <= $now - {0})
            AND EXISTS (SELECT 1 FROM "Runs" WHERE "Runs"."Key" = "Shards"."RunKey"
                AND "Runs"."State" = 0 AND "Runs"."Phase" = "Shards"."Phase")
        RETURNING "RunKey", "Phase", "Index"
        """;

    /// <summary>
    /// The shards that need a job, now marked as having one: free ones that were given back or whose lease ran out, and free ones whose
    /// job was made longer ago than <paramref name="lost"/>.
    /// </summary>
    public async Task<IReadOnlyList<ShardKey>> TakeAsync(TimeSpan lost, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var due = await context.Database
            .SqlQueryRaw<DueShard>(context.WithClock(Mark), (long)lost.TotalMilliseconds).ToListAsync(cancel);
        return [.. due.Select(shard => new ShardKey(shard.RunKey, shard.Phase, shard.Index))];
    }

    /// <summary>
    /// Runs whose phase is done with nobody having started the next: who did the last shard died before it could. One shard of each, whose
    /// job finds that it is done and moves the run on.
    /// </summary>
    public async Task<IReadOnlyList<ShardKey>> StuckAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var stuck = await context.Runs.AsNoTracking()
            .Where(run => run.State == RunState.Running && run.Phase != RunPhase.Done)
            .Where(run => !context.Shards.Any(shard => shard.RunKey == run.Key && shard.Phase == run.Phase && !shard.Done))
            .Select(run => new { run.Key, run.Phase })
            .ToListAsync(cancel);
        return [.. stuck.Select(run => new ShardKey(run.Key, run.Phase, 0))];
    }

    private sealed record DueShard(string RunKey, RunPhase Phase, int Index);
}

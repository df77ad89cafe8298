using Microsoft.EntityFrameworkCore;
using Mm.Data.Catalog.Access;
using Mm.Data.Catalog.Schedules;

namespace Mm.Data.Catalog;

/// <summary>What the catalog is told and asked about runs. Every call is one short transaction, safe from many workers at once.</summary>
public sealed class RunCatalog(IDbContextFactory<CatalogContext> contexts, TimeProvider clock)
{
    private const string Queued = """UPDATE "Shards" SET "QueuedMs" = $now WHERE "RunKey" = {0} AND "Phase" = {1}""";

    private const int TokenBits = 20; // a million attempts at a shard before a run must be begun anew

    public ShardLeases Leases { get; } = new(contexts);

    public ShardsDue Due { get; } = new(contexts);

    public WorkerRegistry Workers { get; } = new(contexts);

    public Quarantine Quarantine { get; } = new(contexts);

    /// <summary>Lists for pages, cut by key.</summary>
    public RunQueries Queries { get; } = new(contexts);

    public QuarantineQueries QuarantineQueries { get; } = new(contexts);

    public ScheduleBook Schedules { get; } = new(contexts);

    public AccessKeys AccessKeys { get; } = new(contexts);

    /// <summary>For messages: see <see cref="CatalogDatabase.Place"/>.</summary>
    public string Place => (contexts as CatalogDatabase)?.Place ?? "";

    /// <summary>Opens the catalog of one machine in <paramref name="stateFolder"/>, creating it when it is new.</summary>
    public static Task<RunCatalog> OpenAsync(string stateFolder, TimeProvider clock, CancellationToken cancel) =>
        OpenAsync(new StateOptions { Folder = stateFolder }, clock, cancel);

    /// <summary>Opens the catalog of the settings, creating it when it is new.</summary>
    public static async Task<RunCatalog> OpenAsync(StateOptions state, TimeProvider clock, CancellationToken cancel) =>
        new(await CatalogDatabase.OpenAsync(state, cancel), clock);

    /// <summary>Enters a run, or begins one with the same key anew: who still works on its shards cannot commit any more.</summary>
    public async Task BeginAsync(RunRecord run, IReadOnlyList<int> samplesByShard, CancellationToken cancel)
    {
        await InTransactionAsync(
            async context =>
            {
                // What is done is read from the work folder, the only truth.
                var earlier = await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Key == run.Key, cancel);
                await context.Runs.Where(r => r.Key == run.Key).ExecuteDeleteAsync(cancel); // its shards go with it
                run.Epoch = (earlier?.Epoch ?? 0) + 1;
                run.StartedMs = NowMs;
                context.Runs.Add(run);
                await PlanAsync(context, run.Key, RunPhase.Measure, run.Epoch, samplesByShard, cancel);
                return true;
            },
            cancel);
    }

    /// <summary>
    /// Moves a run from <paramref name="from"/> to <paramref name="to"/> when every shard of <paramref name="from"/> is done, and enters
    /// the shards of <paramref name="to"/>. Of all workers that finish at the same moment exactly one gets true, and starts their jobs.
    /// </summary>
    public Task<bool> TryAdvanceAsync(
        string runKey, RunPhase from, RunPhase to, IReadOnlyList<int> samplesByShard, CancellationToken cancel) => InTransactionAsync(
        async context =>
        {
            var moved = await context.Runs
                .Where(r => r.Key == runKey && r.Phase == from && r.State == RunState.Running)
                .Where(r => !context.Shards.Any(s => s.RunKey == runKey && s.Phase == from && !s.Done))
                .ExecuteUpdateAsync(s => s.SetProperty(r => r.Phase, to), cancel);
            if (moved != 1)
                return false;
            var run = await context.Runs.AsNoTracking().SingleAsync(r => r.Key == runKey, cancel);
            await PlanAsync(context, runKey, to, run.Epoch, samplesByShard, cancel);
            return true;
        },
        cancel);

    public async Task EndAsync(string runKey, RunState state, string? error, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Runs.Where(r => r.Key == runKey).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.State, state).SetProperty(r => r.Error, error).SetProperty(r => r.EndedMs, NowMs), cancel);
    }

    /// <summary>Ends a run that is still in work with a fault.</summary>
    public async Task FailAsync(string runKey, string error, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Runs.Where(r => r.Key == runKey && r.State == RunState.Running).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.State, RunState.Failed).SetProperty(r => r.Error, error).SetProperty(r => r.EndedMs, NowMs), cancel);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunsAsync(int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().OrderByDescending(r => r.StartedMs).ThenBy(r => r.Key).Take(most).ToListAsync(cancel);
    }

    /// <summary>How many runs are in each state, and samples in quarantine that were not put back.</summary>
    public async Task<CatalogCounts> CountsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var runs = await context.Runs.GroupBy(run => run.State).Select(same => new { same.Key, Count = same.LongCount() })
            .ToDictionaryAsync(same => same.Key, same => same.Count, cancel);
        return new CatalogCounts(runs, await context.Quarantine.LongCountAsync(record => !record.IsPutBack, cancel));
    }

    /// <summary>Runs that never ended, oldest first: another process works on them, or died.</summary>
    public async Task<IReadOnlyList<RunRecord>> UnfinishedAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => r.State == RunState.Running).OrderBy(r => r.StartedMs).ToListAsync(cancel);
    }

    /// <summary>Those of the runs that are in the catalog.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunsAsync(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => keys.Contains(r.Key)).ToListAsync(cancel);
    }

    public async Task<RunRecord?> RunAsync(string key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancel);
    }

    public async Task<IReadOnlyList<ShardRecord>> ShardsAsync(string runKey, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Shards.AsNoTracking().Where(s => s.RunKey == runKey)
            .OrderBy(s => s.Phase).ThenBy(s => s.Index).ToListAsync(cancel);
    }

    private long NowMs => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // Their jobs are made right behind this transaction: by the database's clock, so that a lost one is missed in time.
    private static async Task PlanAsync(
        CatalogContext context, string runKey, RunPhase phase, int epoch, IReadOnlyList<int> samplesByShard, CancellationToken cancel)
    {
        context.Shards.AddRange(samplesByShard.Select((samples, index) => new ShardRecord
        {
            RunKey = runKey,
            Phase = phase,
            Index = index,
            Samples = samples,
            Token = (long)epoch << TokenBits,
        }));
        await context.SaveChangesAsync(cancel);
        await context.Database.ExecuteSqlRawAsync(context.WithClock(Queued), [runKey, (int)phase], cancel);
    }

    private Task<bool> InTransactionAsync(Func<CatalogContext, Task<bool>> work, CancellationToken cancel) =>
        contexts.InTransactionAsync(work, cancel);
}

/// <summary>What the catalog holds; states without a run are left out.</summary>
public sealed record CatalogCounts(IReadOnlyDictionary<RunState, long> Runs, long Quarantined);

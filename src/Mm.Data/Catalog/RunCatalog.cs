using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mm.Data.Pipeline;

namespace Mm.Data.Catalog;

/// <summary>What the catalog is told and asked about runs. Every call is one short transaction, safe from many workers at once.</summary>
public sealed class RunCatalog(IDbContextFactory<CatalogContext> contexts, TimeProvider clock)
{
    /// <summary>Opens the catalog of one machine in <paramref name="stateFolder"/>, creating it when it is new.</summary>
    public static Task<RunCatalog> OpenAsync(string stateFolder, TimeProvider clock, CancellationToken cancel) =>
        OpenAsync(new StateOptions { Folder = stateFolder }, clock, cancel);

    /// <summary>Opens the catalog of the settings, creating it when it is new.</summary>
    public static async Task<RunCatalog> OpenAsync(StateOptions state, TimeProvider clock, CancellationToken cancel) =>
        new(await CatalogDatabase.OpenAsync(state, cancel), clock);

    /// <summary>Enters a run, or takes up one with the same key: its shards that are done stay done.</summary>
    public async Task BeginAsync(RunRecord run, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.Runs.FindAsync([run.Key], cancel) is { } earlier)
            context.Runs.Remove(earlier); // its shards go with it; what is done is read from the work folder, the only truth
        await context.SaveChangesAsync(cancel);
        run.StartedMs = NowMs;
        context.Runs.Add(run);
        await context.SaveChangesAsync(cancel);
    }

    public async Task PlanAsync(string runKey, RunPhase phase, IReadOnlyList<int> samplesByShard, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Shards.Where(s => s.RunKey == runKey && s.Phase == phase).ExecuteDeleteAsync(cancel);
        context.Shards.AddRange(samplesByShard.Select((samples, index) =>
            new ShardRecord { RunKey = runKey, Phase = phase, Index = index, Samples = samples }));
        await context.SaveChangesAsync(cancel);
    }

    public async Task AttemptAsync(string runKey, RunPhase phase, int index, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await Shard(context, runKey, phase, index).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.Attempts, x => x.Attempts + 1).SetProperty(x => x.StartedMs, NowMs), cancel);
    }

    public async Task DoneAsync(string runKey, RunPhase phase, int index, PhaseTally tally, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var json = JsonSerializer.Serialize(tally);
        await Shard(context, runKey, phase, index).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.Done, true).SetProperty(x => x.TallyJson, json).SetProperty(x => x.EndedMs, NowMs), cancel);
    }

    /// <summary>
    /// Moves a run from <paramref name="from"/> to <paramref name="to"/> when every shard of <paramref name="from"/> is done. Of all
    /// workers that finish at the same moment exactly one gets true, and starts the next phase.
    /// </summary>
    public async Task<bool> TryAdvanceAsync(string runKey, RunPhase from, RunPhase to, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var moved = await context.Runs
            .Where(r => r.Key == runKey && r.Phase == from && r.State == RunState.Running)
            .Where(r => !context.Shards.Any(s => s.RunKey == runKey && s.Phase == from && !s.Done))
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.Phase, to), cancel);
        return moved == 1;
    }

    public async Task EndAsync(string runKey, RunState state, string? error, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Runs.Where(r => r.Key == runKey).ExecuteUpdateAsync(
            s => s.SetProperty(r => r.State, state).SetProperty(r => r.Error, error).SetProperty(r => r.EndedMs, NowMs), cancel);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunsAsync(int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().OrderByDescending(r => r.StartedMs).ThenBy(r => r.Key).Take(most).ToListAsync(cancel);
    }

    /// <summary>Runs that never ended, oldest first: another process works on them, or died.</summary>
    public async Task<IReadOnlyList<RunRecord>> UnfinishedAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Where(r => r.State == RunState.Running).OrderBy(r => r.StartedMs).ToListAsync(cancel);
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

    private static IQueryable<ShardRecord> Shard(CatalogContext context, string runKey, RunPhase phase, int index) =>
        context.Shards.Where(s => s.RunKey == runKey && s.Phase == phase && s.Index == index);
}

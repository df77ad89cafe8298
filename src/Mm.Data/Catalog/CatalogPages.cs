using Microsoft.EntityFrameworkCore;
using Mm.Data.Catalog.Schedules;

namespace Mm.Data.Catalog;

/// <summary>Lists of the catalog by key: each call costs the same, whatever lies before it.</summary>
public sealed class CatalogPages(IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>Runs, newest first, behind one that started at <paramref name="startedMs"/> and has <paramref name="key"/>.</summary>
    public async Task<IReadOnlyList<RunRecord>> RunsAsync(
        RunState? state, string? pipeline, long? startedMs, string key, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var runs = context.Runs.AsNoTracking();
        if (state is not null)
            runs = runs.Where(run => run.State == state);
        if (pipeline is not null)
            runs = runs.Where(run => run.Pipeline == pipeline);
        if (startedMs is not null)
        {
            runs = runs.Where(run =>
                run.StartedMs < startedMs || (run.StartedMs == startedMs && string.Compare(run.Key, key) > 0));
        }

        return await runs.OrderByDescending(run => run.StartedMs).ThenBy(run => run.Key).Take(most).ToListAsync(cancel);
    }

    /// <summary>Shards of a run behind one of them, in the order of phases.</summary>
    public async Task<IReadOnlyList<ShardRecord>> ShardsAsync(
        string runKey, RunPhase? phase, int index, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var shards = context.Shards.AsNoTracking().Where(shard => shard.RunKey == runKey);
        if (phase is not null)
            shards = shards.Where(shard => shard.Phase > phase || (shard.Phase == phase && shard.Index > index));
        return await shards.OrderBy(shard => shard.Phase).ThenBy(shard => shard.Index).Take(most).ToListAsync(cancel);
    }

    /// <summary>Samples in quarantine behind one of them, by pipeline and id.</summary>
    public async Task<IReadOnlyList<QuarantineRecord>> QuarantineAsync(
        QuarantineChoice choice, string? pipeline, string id, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var records = context.Quarantine.AsNoTracking();
        if (choice.Pipeline is { } only)
            records = records.Where(record => record.Pipeline == only);
        if (choice.Reasons is { Count: > 0 } reasons)
            records = records.Where(record => reasons.Contains(record.Reason));
        if (pipeline is not null)
        {
            records = records.Where(record => string.Compare(record.Pipeline, pipeline) > 0
                || (record.Pipeline == pipeline && string.Compare(record.SampleId, id) > 0));
        }

        return await records.OrderBy(record => record.Pipeline).ThenBy(record => record.SampleId).Take(most).ToListAsync(cancel);
    }

    /// <summary>Windows of a schedule that start before a moment, newest first.</summary>
    public async Task<IReadOnlyList<WindowRecord>> WindowsAsync(string schedule, long beforeMs, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Windows.AsNoTracking().Where(window => window.Schedule == schedule && window.StartMs < beforeMs)
            .OrderByDescending(window => window.StartMs).Take(most).ToListAsync(cancel);
    }
}

using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>Which runs; what is null chooses nothing away.</summary>
/// <param name="Search">Beginning of the key, or any part of the pipeline's name, in any case.</param>
/// <param name="State">In this state.</param>
/// <param name="Pipeline">Of the pipeline of exactly this name.</param>
public sealed record RunFilter(string? Search = null, RunState? State = null, string? Pipeline = null);

/// <summary>A place in the list of runs, newest first: behind the run that has these.</summary>
public sealed record RunPlace(long StartedMs, string Key);

/// <summary>Lists of runs and shards by key: a page costs the same wherever it lies.</summary>
public sealed class RunQueries(IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>Runs, newest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="place">Where the page begins; null: at the newest.</param>
    /// <param name="isBackwards">The page ends before the place, instead of beginning behind it.</param>
    /// <param name="most">Runs on it at most.</param>
    /// <param name="cancel">Ends the asking.</param>
    public async Task<Keyset<RunRecord>> PageAsync(
        RunFilter filter, RunPlace? place, bool isBackwards, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var runs = Of(context.Runs.AsNoTracking(), filter);
        if (place is { StartedMs: var ms, Key: var key })
        {
            runs = isBackwards
                ? runs.Where(r => r.StartedMs > ms || (r.StartedMs == ms && string.Compare(r.Key, key) < 0))
                : runs.Where(r => r.StartedMs < ms || (r.StartedMs == ms && string.Compare(r.Key, key) > 0));
        }

        runs = isBackwards
            ? runs.OrderBy(r => r.StartedMs).ThenByDescending(r => r.Key)
            : runs.OrderByDescending(r => r.StartedMs).ThenBy(r => r.Key);
        return Cut(await runs.Take(most + 1).ToListAsync(cancel), place is not null, isBackwards, most);
    }

    /// <summary>Names of the pipelines that have runs, in order.</summary>
    public async Task<IReadOnlyList<string>> PipelinesAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Runs.AsNoTracking().Select(r => r.Pipeline).Distinct().OrderBy(name => name).ToListAsync(cancel);
    }

    /// <summary>Shards of a run in the order of their work.</summary>
    /// <param name="runKey">Whose.</param>
    /// <param name="which">In which state.</param>
    /// <param name="place">Phase and number of the shard that the page begins behind; null: at the first.</param>
    /// <param name="isBackwards">The page ends before the place.</param>
    /// <param name="most">Shards on it at most.</param>
    /// <param name="cancel">Ends the asking.</param>
    public async Task<Keyset<ShardRecord>> ShardPageAsync(
        string runKey, ShardStates which, ShardKey? place, bool isBackwards, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var shards = context.Shards.AsNoTracking().Where(s => s.RunKey == runKey);
        shards = which switch
        {
            ShardStates.InWork => shards.Where(s => !s.Done && s.Holder != null),
            ShardStates.Waiting => shards.Where(s => !s.Done && s.Holder == null),
            ShardStates.Done => shards.Where(s => s.Done),
            ShardStates.TriedAgain => shards.Where(s => s.Attempts > 1),
            _ => shards,
        };
        if (place is { Phase: var phase, Index: var index })
        {
            shards = isBackwards
                ? shards.Where(s => s.Phase < phase || (s.Phase == phase && s.Index < index))
                : shards.Where(s => s.Phase > phase || (s.Phase == phase && s.Index > index));
        }

        shards = isBackwards
            ? shards.OrderByDescending(s => s.Phase).ThenByDescending(s => s.Index)
            : shards.OrderBy(s => s.Phase).ThenBy(s => s.Index);
        return Cut(await shards.Take(most + 1).ToListAsync(cancel), place is not null, isBackwards, most);
    }

    /// <summary>Cuts what was asked for with one more than a page holds, and puts it into the list's order.</summary>
    internal static Keyset<T> Cut<T>(List<T> found, bool hasPlace, bool isBackwards, int most)
    {
        var more = found.Count > most;
        if (more)
            found.RemoveAt(most);
        if (isBackwards)
            found.Reverse();
        hasPlace &= found.Count > 0; // beyond either end there is nothing to go on from
        return new Keyset<T>(found, isBackwards ? more : hasPlace, isBackwards ? hasPlace : more);
    }

    private static IQueryable<RunRecord> Of(IQueryable<RunRecord> runs, RunFilter filter)
    {
        if (filter.State is { } state)
            runs = runs.Where(r => r.State == state);
        if (filter.Pipeline is { } pipeline)
            runs = runs.Where(r => r.Pipeline == pipeline);
        if (filter.Search?.Trim() is { Length: > 0 } search)
        {
#pragma warning disable CA1304, CA1311, CA1862 // translated to SQL, which knows no cultures
            var lower = search.ToLowerInvariant();
            runs = runs.Where(r => r.Key.StartsWith(lower) || r.Pipeline.ToLower().Contains(lower));
#pragma warning restore CA1304, CA1311, CA1862
        }

        return runs;
    }
}

/// <summary>Which shards of a run.</summary>
public enum ShardStates : byte
{
    All,
    InWork,
    Waiting,
    Done,
    TriedAgain,
}

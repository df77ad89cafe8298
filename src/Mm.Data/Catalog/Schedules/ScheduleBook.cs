using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog.Schedules;

/// <summary>The schedules of an installation. Their windows: <see cref="Windows"/>; their cursors: <see cref="Entries"/>.</summary>
public sealed class ScheduleBook(IDbContextFactory<CatalogContext> contexts)
{
    public WindowBook Windows { get; } = new(contexts);

    public WindowEntries Entries { get; } = new(contexts);

    /// <summary>Enters a schedule, or gives one of that name new settings: its windows and cursor stay.</summary>
    /// <returns>Whether it is new.</returns>
    public Task<bool> PutAsync(ScheduleRecord schedule, CancellationToken cancel) => contexts.InTransactionAsync(
        async context =>
        {
            if (await context.Schedules.SingleOrDefaultAsync(s => s.Name == schedule.Name, cancel) is not { } known)
            {
                context.Schedules.Add(schedule);
                await context.SaveChangesAsync(cancel);
                return true;
            }

            (known.Pipeline, known.RequestJson, known.Output) = (schedule.Pipeline, schedule.RequestJson, schedule.Output);
            (known.Cron, known.Zone, known.CatchUp) = (schedule.Cron, schedule.Zone, schedule.CatchUp);
            known.CursorTries = schedule.CursorTries;
            known.SeenMs = Math.Max(known.SeenMs, schedule.SeenMs); // a new cron names no window before now
            await context.SaveChangesAsync(cancel);
            return false;
        },
        cancel);

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<ScheduleRecord>> ListAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Schedules.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel);
    }

    public async Task<ScheduleRecord?> FindAsync(string name, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Schedules.AsNoTracking().SingleOrDefaultAsync(s => s.Name == name, cancel);
    }

    /// <summary>Strikes out a schedule with its windows and its cursor. Releases stay. False: there is none.</summary>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Schedules.Where(s => s.Name == name).ExecuteDeleteAsync(cancel) > 0;
    }

    /// <summary>Stops the clock of a schedule, or lets it go on from now: what lay between is no missed window. False: there is
    /// none.</summary>
    public async Task<bool> PauseAsync(string name, bool isPaused, DateTimeOffset now, CancellationToken cancel)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Schedules.Where(s => s.Name == name).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.IsPaused, isPaused).SetProperty(s => s.SeenMs, s => s.SeenMs > nowMs ? s.SeenMs : nowMs),
            cancel) > 0;
    }
}

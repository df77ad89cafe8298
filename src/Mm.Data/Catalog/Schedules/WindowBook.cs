using Microsoft.EntityFrameworkCore;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Catalog.Schedules;

/// <summary>
/// The windows of schedules. Whoever changes a schedule's windows holds its row, so services take turns; that a schedule has one window
/// a start is the table's key. Starts are by the services' clock, leases by the database's.
/// </summary>
public sealed class WindowBook(IDbContextFactory<CatalogContext> contexts)
{
    private const string Last =
        """
        SELECT w.* FROM "Schedules" s CROSS JOIN "Windows" w WHERE w."Schedule" = s."Name"
        AND w."StartMs" = (SELECT MAX(o."StartMs") FROM "Windows" o WHERE o."Schedule" = s."Name")
        """;

    /// <summary>Windows that one look enters; the rest come with the next.</summary>
    public const int AtOnceMax = 1000;

    /// <summary>A window that is looked at so late counts as missed.</summary>
    private static readonly TimeSpan Punctual = TimeSpan.FromMinutes(1);

    /// <summary>Enters the windows of a schedule that came due up to <paramref name="now"/>, each once whoever else looks.</summary>
    /// <returns>How many.</returns>
    public Task<int> EnterAsync(string name, DateTimeOffset now, CancellationToken cancel) => contexts.InTransactionAsync(
        async context =>
        {
            if (await LockAsync(context, name, cancel) is not { IsPaused: false } schedule)
                return 0;
            var seen = DateTimeOffset.FromUnixTimeMilliseconds(schedule.SeenMs);
            var starts = CronTimes.Parse(schedule.Cron, schedule.Zone).Between(seen, now, AtOnceMax)
                .Select(start => start.ToUnixTimeMilliseconds()).ToArray();
            if (starts.Length == 0)
                return 0;
            var isBusy = await IsBusyAsync(context, name, cancel);
            var taken = await context.Windows.Where(w => w.Schedule == name && w.StartMs >= starts[0]).Select(w => w.StartMs)
                .ToListAsync(cancel); // by an operator's clock, at the same millisecond
            foreach (var start in starts.Except(taken))
                context.Windows.Add(Window(schedule, start, starts[^1], isBusy, now));
            schedule.SeenMs = starts[^1];
            return await context.SaveChangesAsync(cancel) - 1;
        },
        cancel);

    /// <summary>Enters a window that somebody asked for. It starts at <paramref name="now"/>, or at the next free millisecond.</summary>
    /// <returns>Null: there is no such schedule. An event that finds another one waiting gets that one.</returns>
    public Task<WindowRecord?> AskAsync(
        string name, WindowKind kind, string? filterJson, DateTimeOffset now, CancellationToken cancel) => contexts.InTransactionAsync(
        async context =>
        {
            if (await LockAsync(context, name, cancel) is null)
                return null;
            var waiting = await context.Windows.AsNoTracking().FirstOrDefaultAsync(
                w => w.Schedule == name && w.Kind == WindowKind.Event && w.State == WindowState.Due, cancel);
            if (kind is WindowKind.Event && waiting is not null)
                return waiting;
            var start = now.ToUnixTimeMilliseconds();
            var taken = await context.Windows.Where(w => w.Schedule == name && w.StartMs >= start).Select(w => w.StartMs)
                .ToListAsync(cancel);
            while (taken.Contains(start))
                start++;
            var window = new WindowRecord { Schedule = name, StartMs = start, Kind = kind, FilterJson = filterJson };
            context.Windows.Add(window);
            await context.SaveChangesAsync(cancel);
            return window;
        },
        cancel);

    /// <summary>
    /// Takes the oldest window that waits, or whose service died, unless one of the schedule is in work. Null: there is none.
    /// </summary>
    public async Task<WindowRecord?> TakeAsync(string name, string holder, TimeSpan lease, CancellationToken cancel)
    {
        await using (var look = await contexts.CreateDbContextAsync(cancel))
        {
            if (!await Open(look, name).AnyAsync(cancel))
                return null; // the usual answer, without a lock
        }

        return await contexts.InTransactionAsync(
            async context =>
            {
                if (await LockAsync(context, name, cancel) is null || await IsBusyAsync(context, name, cancel))
                    return null;
                var window = await Open(context, name).OrderByDescending(w => w.State).ThenBy(w => w.StartMs).FirstOrDefaultAsync(cancel);
                if (window is null)
                    return null;
                (window.State, window.Holder, window.Attempts) = (WindowState.Running, holder, window.Attempts + 1);
                window.LeaseUntilMs = await context.NowMsAsync(cancel) + (long)lease.TotalMilliseconds;
                await context.SaveChangesAsync(cancel);
                context.Entry(window).State = EntityState.Detached;
                return window;
            },
            cancel);
    }

    /// <summary>False: another service has it.</summary>
    public Task<bool> RenewAsync(WindowRecord window, TimeSpan lease, CancellationToken cancel) => MineAsync(
        window, (mine, now) => mine.LeaseUntilMs = now + (long)lease.TotalMilliseconds, cancel);

    /// <summary>Lets another service take it, now or after a restart; the attempt does not count.</summary>
    public Task<bool> GiveBackAsync(WindowRecord window, CancellationToken cancel) => MineAsync(
        window, (mine, _) => (mine.State, mine.Holder, mine.LeaseUntilMs, mine.Attempts) = (WindowState.Due, null, null, mine.Attempts - 1),
        cancel);

    /// <summary>Ends a window. Its files count as taken only where it was published. False: another service has it.</summary>
    public Task<bool> EndAsync(WindowRecord window, WindowEnd end, CancellationToken cancel) => MineAsync(
        window,
        (mine, now) =>
        {
            (mine.State, mine.Holder, mine.LeaseUntilMs, mine.EndedMs) = (end.State, null, null, now);
            (mine.RunKey, mine.Samples, mine.Changed, mine.Deferred, mine.Error) =
                (end.RunKey, end.Samples, end.Changed, end.Deferred, end.Error);
        },
        cancel);

    /// <summary>Newest first.</summary>
    public Task<IReadOnlyList<WindowRecord>> ListAsync(string name, int most, CancellationToken cancel) =>
        ListAsync(name, long.MaxValue, most, cancel);

    /// <summary>Those that start before a moment, newest first.</summary>
    public async Task<IReadOnlyList<WindowRecord>> ListAsync(string name, long beforeMs, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Windows.AsNoTracking().Where(w => w.Schedule == name && w.StartMs < beforeMs)
            .OrderByDescending(w => w.StartMs).Take(most).ToListAsync(cancel);
    }

    /// <summary>The last window of each schedule that has one, in one look: schedules are few, their windows many.</summary>
    public async Task<IReadOnlyDictionary<string, WindowRecord>> LastAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Windows.FromSqlRaw(Last).AsNoTracking()
            .ToDictionaryAsync(window => window.Schedule, StringComparer.Ordinal, cancel);
    }

    public async Task<WindowRecord?> FindAsync(WindowKey key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Windows.AsNoTracking()
            .SingleOrDefaultAsync(w => w.Schedule == key.Schedule && w.StartMs == key.StartMs, cancel);
    }

    private static WindowRecord Window(ScheduleRecord schedule, long start, long last, bool isBusy, DateTimeOffset now)
    {
        var isLate = now.ToUnixTimeMilliseconds() - start > Punctual.TotalMilliseconds;
        var state = (isBusy, schedule.CatchUp) switch
        {
            (true, _) => WindowState.Skipped,
            (_, CatchUp.Each) => WindowState.Due,
            (_, CatchUp.One) => start == last ? WindowState.Due : WindowState.Merged,
            _ => start == last && !isLate ? WindowState.Due : WindowState.Missed,
        };
        return new WindowRecord
        {
            Schedule = schedule.Name,
            StartMs = start,
            State = state,
            MergedIntoMs = state is WindowState.Merged ? last : null,
        };
    }

    private static IQueryable<WindowRecord> Open(CatalogContext context, string name) => context.Windows.Where(
        w => w.Schedule == name && (w.State == WindowState.Due || w.State == WindowState.Running));

    // Of a service that lives: what a dead one had in work stands in nobody's way.
    private static async Task<bool> IsBusyAsync(CatalogContext context, string name, CancellationToken cancel)
    {
        var now = await context.NowMsAsync(cancel);
        return await context.Windows.AnyAsync(
            w => w.Schedule == name && w.State == WindowState.Running && w.LeaseUntilMs > now, cancel);
    }

    private static async Task<ScheduleRecord?> LockAsync(CatalogContext context, string name, CancellationToken cancel)
    {
        await context.Schedules.Where(s => s.Name == name)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Turn, s => s.Turn + 1), cancel);
        return await context.Schedules.SingleOrDefaultAsync(s => s.Name == name, cancel);
    }

    private Task<bool> MineAsync(WindowRecord window, Action<WindowRecord, long> change, CancellationToken cancel) =>
        contexts.InTransactionAsync(
            async context =>
            {
                await LockAsync(context, window.Schedule, cancel);
                var found = await context.Windows.SingleOrDefaultAsync(
                    w => w.Schedule == window.Schedule && w.StartMs == window.StartMs && w.Holder == window.Holder, cancel);
                if (found is null)
                    return false;
                change(found, await context.NowMsAsync(cancel));
                await context.SaveChangesAsync(cancel);
                return true;
            },
            cancel);
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;

namespace Mm.Data.Run.Schedules;

/// <summary>
/// Fires schedules: enters the windows that came due, takes what waits, and runs it. Any number of services may look at one catalog.
/// </summary>
public sealed class Scheduler(
    RunCatalog catalog, IWindowRuns runs, RunOptions options, WorkerIdentity identity, TimeProvider clock, ILogger<Scheduler> log)
{
    /// <summary>A window whose service died so often is not begun again.</summary>
    private const int AttemptsMax = 5;

    private readonly ConcurrentDictionary<string, Task> _inWork = new(StringComparer.Ordinal);

    private TimeSpan Lease => TimeSpan.FromSeconds(options.LeaseSeconds);

    /// <summary>Looks at every schedule once. What it takes goes on behind it, until <paramref name="cancel"/> or its end.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        foreach (var schedule in await catalog.Schedules.ListAsync(cancel))
        {
            if (!schedule.IsPaused && IsDue(schedule))
                await catalog.Schedules.Windows.EnterAsync(schedule.Name, clock.GetUtcNow(), cancel);
            if (_inWork.ContainsKey(schedule.Name))
                continue;
            if (await catalog.Schedules.Windows.TakeAsync(schedule.Name, identity.Name, Lease, cancel) is { } window)
                Begin(schedule, window, cancel);
        }
    }

    /// <summary>Waits until nothing is in work here.</summary>
    public async Task DrainAsync()
    {
        while (_inWork.Values.ToArray() is { Length: > 0 } working)
            await Task.WhenAll(working);
    }

    private bool IsDue(ScheduleRecord schedule)
    {
        try
        {
            var times = Pipeline.Definition.CronTimes.Parse(schedule.Cron, schedule.Zone);
            return times.Next(DateTimeOffset.FromUnixTimeMilliseconds(schedule.SeenMs)) <= clock.GetUtcNow();
        }
        catch (FormatException e)
        {
            log.CannotFire(schedule.Name, e.Message); // entered on a machine that knows the zone; this one does not
            return false;
        }
    }

    private void Begin(ScheduleRecord schedule, WindowRecord window, CancellationToken cancel)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _inWork[schedule.Name] = KeptAsync(schedule, window, gate.Task, cancel);
        gate.SetResult(); // it is in the table before it can leave it
    }

    private async Task KeptAsync(ScheduleRecord schedule, WindowRecord window, Task gate, CancellationToken cancel)
    {
        await gate;
        try
        {
            await WorkAsync(schedule, window, cancel);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            log.WindowFailed(schedule.Name, window.StartMs, e.GetType().Name); // its lease runs out, and whoever takes it finds the release
        }
        finally
        {
            _inWork.TryRemove(schedule.Name, out _);
        }
    }

    private async Task WorkAsync(ScheduleRecord schedule, WindowRecord window, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var renewing = LeaseRenewal.KeepAsync(
            _ => catalog.Schedules.Windows.RenewAsync(window, Lease, CancellationToken.None), Lease, stop, clock, stop.Token);
        try
        {
            var end = window.Attempts > AttemptsMax
                ? new WindowEnd(WindowState.Failed) { Error = $"It was begun {AttemptsMax} times, and each time the service died." }
                : await runs.RunAsync(schedule, window, stop.Token);
            await EndAsync(window, end);
        }
        catch (OperationCanceledException)
        {
            await catalog.Schedules.Windows.GiveBackAsync(window, CancellationToken.None);
        }
        catch (Exception e) when (!CatalogDatabase.IsFault(e))
        {
            // A fault of ours or of the machine: the type alone, because its message could quote data.
            log.WindowFailed(schedule.Name, window.StartMs, e.GetType().Name);
            await EndAsync(window, new WindowEnd(WindowState.Failed) { Error = $"It failed with {e.GetType().Name}." });
        }
        finally
        {
            await stop.CancelAsync();
            await renewing;
        }
    }

    private async Task EndAsync(WindowRecord window, WindowEnd end)
    {
        if (end.State is not WindowState.Published)
            await catalog.Schedules.Entries.DropAsync(window.Key, CancellationToken.None);
        await catalog.Schedules.Windows.EndAsync(window, end, CancellationToken.None);
    }
}

using Mm.Data.Catalog;
using Mm.Data.Run.Schedules;

namespace Mm.Data.App.Hosting;

/// <summary>Looks at the schedules once a second, and when the service ends waits until what it has in work is given back.</summary>
internal sealed class SchedulerService(Scheduler scheduler, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }

        await scheduler.DrainAsync();
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            await scheduler.LookAsync(cancel);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            // A database that is away is asked again at the next tick.
        }
    }
}

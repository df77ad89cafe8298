using Mm.Data.Catalog;
using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Run.Workers;

namespace Mm.Data.App.Hosting;

/// <summary>
/// What a process does beside its jobs where several share a database: says that it lives, looks what became of its runs, and makes the
/// jobs of lost shards anew. A database that is away is asked again.
/// </summary>
internal sealed class WorkerService(
    RunCatalog catalog, RunWatch watch, LostShards lost, WorkerIdentity identity, RunOptions options, OnnxModels models, TimeProvider clock)
    : BackgroundService
{
    /// <summary>Of a run that ended elsewhere.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>A worker that was silent for so long is not shown any more.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>A lease that ran out is noticed after a sixth of its length at most.</summary>
    private TimeSpan Beat => TimeSpan.FromSeconds(options.LeaseSeconds) / 6;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TriedAsync(() => catalog.Workers.RemoveAsync(identity.Name, CancellationToken.None));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        long? told = null;
        do
        {
            await TriedAsync(() => watch.LookAsync(stoppingToken));
            if (told is { } before && clock.GetElapsedTime(before) < Beat)
                continue;
            told = clock.GetTimestamp();
            await TriedAsync(() => BeatAsync(stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task BeatAsync(CancellationToken cancel)
    {
        await catalog.Workers.TellAsync(Record(), cancel);
        await catalog.Workers.ForgetAsync(Forgotten, cancel);
        await lost.RequeueAsync(cancel);
    }

    private WorkerRecord Record() => new()
    {
        Name = identity.Name,
        Machine = Environment.MachineName,
        Cores = Environment.ProcessorCount,
        Devices = models.Device,
        Queues = options.QueueList is { Count: > 0 } queues ? string.Join(", ", queues.Reverse()) : RunOptions.NoQueues,
    };

    private static async Task TriedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e) || PostgresConnection.Fault(e) is not null)
        {
            // Asked again at the next tick.
        }
    }
}

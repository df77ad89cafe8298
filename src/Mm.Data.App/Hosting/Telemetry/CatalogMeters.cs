using System.Diagnostics.Metrics;
using Hangfire;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run;

namespace Mm.Data.App.Hosting.Telemetry;

/// <summary>
/// What the catalog and the job storage hold, the same for every process that shares them. Asked for every quarter of a minute, not at
/// every scrape; what cannot be asked keeps its last value, and <c>mmdata_catalog_up</c> is 0.
/// </summary>
internal sealed class CatalogMeters : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);
    private readonly Meter _meter = new(RunTelemetry.Name);
    private readonly RunCatalog _catalog;
    private readonly JobStorage _jobs;
    private readonly TimeProvider _clock;
    private volatile Seen _seen = Seen.Nothing;
    private volatile int _isUp;

    public CatalogMeters(RunCatalog catalog, JobStorage jobs, TimeProvider clock)
    {
        (_catalog, _jobs, _clock) = (catalog, jobs, clock);
        _meter.CreateObservableGauge("mmdata.catalog.up", () => _isUp, description: "1 when the catalog answered last, else 0.");
        _meter.CreateObservableGauge(
            "mmdata.runs",
            () => _seen.Runs.Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("state", pair.Key))),
            description: "Runs in the catalog, by state.");
        _meter.CreateObservableGauge("mmdata.workers", () => _seen.Workers, description: "Processes that said lately that they take jobs.");
        _meter.CreateObservableGauge("mmdata.quarantine", () => _seen.Quarantined, description: "Samples in quarantine.");
        _meter.CreateObservableGauge(
            "mmdata.jobs.waiting",
            () => _seen.Waiting.Select(pair => new Measurement<long>(pair.Value, new KeyValuePair<string, object?>("queue", pair.Key))),
            description: "Jobs that wait in a queue.");
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _clock);
        do
        {
            try
            {
                _seen = await LookAsync(stoppingToken);
                _isUp = 1;
            }
            catch (Exception e) when (CatalogDatabase.IsFault(e) || PostgresConnection.Fault(e) is not null)
            {
                _isUp = 0;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Seen> LookAsync(CancellationToken cancel)
    {
        var counts = await _catalog.CountsAsync(cancel);
        var workers = await _catalog.Workers.ListAsync(cancel);
        var queues = _jobs.GetMonitoringApi();
        return new Seen(
            Enum.GetValues<RunState>().ToDictionary(EnumCode.Of, state => counts.Runs.GetValueOrDefault(state)),
            workers.Count(worker => worker.Silence < TimeSpan.FromMinutes(2)),
            counts.Quarantined,
            RunOptions.AllQueues.ToDictionary(queue => queue, queues.EnqueuedCount));
    }

    private sealed record Seen(
        IReadOnlyDictionary<string, long> Runs, int Workers, long Quarantined, IReadOnlyDictionary<string, long> Waiting)
    {
        public static Seen Nothing { get; } = new(new Dictionary<string, long>(), 0, 0, new Dictionary<string, long>());
    }
}

using System.Diagnostics.Metrics;
using Mm.Data.Decode;
using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;

namespace Mm.Data.App.Hosting.Telemetry;

/// <summary>What the parts of this process count anyway, for whoever scrapes: decoder lanes, graphs of models, caches, memory.</summary>
internal sealed class ProcessMeters : IDisposable
{
    private readonly Meter _meter = new(RunTelemetry.Name);
    private readonly DecoderPool? _pool;
    private readonly OnnxModels _models;

    public ProcessMeters(IDecoder decoder, OnnxModels models, ByteBudget budget, MemoryOptions memory)
    {
        (_pool, _models) = (decoder as DecoderPool, models);
        Lanes("mmdata.decoder.requests", null, "Requests to decoder children, by core.", lane => lane.Requests);
        Lanes("mmdata.decoder.restarts", null, "Decoder children started after the first, by core.", lane => lane.Restarts);
        Lanes("mmdata.decoder.crashes", null, "Decoder children that died of a request, by core.", lane => lane.Crashes);
        Lanes("mmdata.decoder.timeouts", null, "Requests given up for their time, by core.", lane => lane.Timeouts);
        Lanes("mmdata.decoder.busy", "s", "Seconds that decoder lanes spent in requests, by core.", lane => lane.BusySeconds);
        Lanes("mmdata.decoder.cpu", "s", "CPU seconds of decoder children, by core.", lane => lane.CpuSeconds);
        Graphs("mmdata.model.rows", null, "Rows scored, by model and tower.", graph => graph.Rows);
        Graphs("mmdata.model.batches", null, "Forward passes, by model and tower.", graph => graph.Batches);
        Graphs("mmdata.model.linger.waits", null, "Batches that ran before they were full.", graph => graph.LingerWaits);
        Graphs("mmdata.model.busy", "s", "Seconds that lanes spent on a graph.", graph => graph.BusySeconds);
        _meter.CreateObservableCounter(
            "mmdata.model.cache.hits", () => _models.CacheCounts.Hits, description: "Results of models that were found on disk.");
        _meter.CreateObservableCounter(
            "mmdata.model.cache.misses", () => _models.CacheCounts.Misses, description: "Results of models that had to be computed.");
        _meter.CreateObservableGauge(
            "mmdata.memory.budget", () => memory.BudgetMib * 1048576L, "By", "Bytes that samples in flight may hold.");
        _meter.CreateObservableGauge(
            "mmdata.memory.free", () => budget.FreeKib * 1024, "By", "Bytes of the budget that nobody holds.");
    }

    public void Dispose() => _meter.Dispose();

    private void Lanes<T>(string name, string? unit, string description, Func<DecoderCounters, T> value)
        where T : struct => _meter.CreateObservableCounter(
        name,
        () => (_pool?.Counters ?? []).Select(lane => new Measurement<T>(value(lane), new KeyValuePair<string, object?>("core", lane.Core))),
        unit,
        description);

    private void Graphs<T>(string name, string? unit, string description, Func<ModelStatistics, T> value)
        where T : struct => _meter.CreateObservableCounter(
        name,
        () => _models.Statistics.GroupBy(graph => (graph.Model, graph.Tower, graph.Batch, graph.Device)).Select(same => new Measurement<T>(
            value(same.First()),
            new KeyValuePair<string, object?>("model", same.Key.Model),
            new KeyValuePair<string, object?>("tower", same.Key.Tower),
            new KeyValuePair<string, object?>("batch", same.Key.Batch),
            new KeyValuePair<string, object?>("device", same.Key.Device))),
        unit,
        description);
}

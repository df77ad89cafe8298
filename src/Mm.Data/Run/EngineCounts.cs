using Mm.Data.Models;
using Mm.Data.Pipeline.Cache;

namespace Mm.Data.Run;

/// <summary>What the process's models have done up to a moment.</summary>
internal sealed record EngineCounts(IReadOnlyList<ModelStatistics> Graphs, CacheCounts Results)
{
    public static EngineCounts Of(OnnxModels models) => new(models.Statistics, models.CacheCounts);

    /// <summary>What was done after <paramref name="before"/>; graphs that did nothing are left out.</summary>
    public EngineCounts Since(EngineCounts before)
    {
        var known = before.Graphs.ToDictionary(graph => (graph.Model, graph.Tower, graph.Batch));
        var graphs = Graphs.Select(graph => known.TryGetValue((graph.Model, graph.Tower, graph.Batch), out var old)
                ? graph with
                {
                    Batches = graph.Batches - old.Batches,
                    Rows = graph.Rows - old.Rows,
                    LingerWaits = graph.LingerWaits - old.LingerWaits,
                    BusySeconds = graph.BusySeconds - old.BusySeconds,
                }
                : graph)
            .Where(graph => graph.Batches > 0);
        return new EngineCounts(
            [.. graphs], new CacheCounts(Results.Hits - before.Results.Hits, Results.Misses - before.Results.Misses));
    }
}

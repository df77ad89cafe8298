using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Batching;

/// <summary>
/// A tower at one fixed shape: <paramref name="batch"/> rows of <paramref name="length"/> ids. A batch that is not full is padded, so
/// that the arithmetic of a row never depends on how many came with it.
/// </summary>
internal sealed class TowerShape : IDisposable
{
    private readonly TowerGraph _graph;
    private readonly OnnxSession? _prefix;
    private readonly ConcurrentBag<TowerPass>[] _idle; // by device

    public TowerShape(TowerGraph graph, Lanes lanes, int batch, int length, string name)
    {
        (_graph, Batch, Length) = (graph, batch, length);
        _idle = [.. graph.Devices.All.Select(_ => new ConcurrentBag<TowerPass>())];
        if (graph.Picture is { } picture && graph.Devices.IsCuda)
            _prefix = OnnxSession.Load(PixelPrefix.Build(picture.Settings, batch, graph.PixelElement), graph.Devices);
        var identity = new ModelStatistics { Model = graph.Model, Tower = name, Device = graph.Devices.Kind };
        Queue = lanes.Open(identity, batch, (device, jobs) => Complete(device, [.. jobs.Cast<LaneJob<TowerRow, float[]>>()]));
    }

    public int Batch { get; }

    public int Length { get; }

    public LaneQueue Queue { get; }

    /// <summary>The rows' embeddings on one device, in one pass, on the calling thread.</summary>
    /// <exception cref="DetectorException">The graph failed on them.</exception>
    public float[][] Run(int device, IReadOnlyList<TowerRow> rows)
    {
        if (!_idle[device].TryTake(out var pass))
            pass = new TowerPass(_graph, _prefix, device, Batch, Length);
        try
        {
            return pass.Run(rows);
        }
        catch (Exception e) when (e is OnnxRuntimeException or DetectorShapeException)
        {
            throw new DetectorException($"Model '{_graph.Model}' failed on output '{_graph.Output}': {e.Message}.");
        }
        finally
        {
            _idle[device].Add(pass);
        }
    }

    public void Dispose()
    {
        foreach (var pass in _idle.SelectMany(bag => bag))
            pass.Dispose();
        _prefix?.Dispose();
    }

    private void Complete(int device, LaneJob<TowerRow, float[]>[] jobs)
    {
        var embeddings = Run(device, Array.ConvertAll(jobs, job => job.Row));
        for (var i = 0; i < jobs.Length; i++)
            jobs[i].Complete(embeddings[i]);
    }
}

using Mm.Data.Models.Tokenizers;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Batching;

/// <summary>
/// One tower of a dual encoder behind the lanes. Before its first row it is tried out (<see cref="TowerTrial"/>): rows must come out
/// alike, bit for bit, at every place of a batch, in any company and on every device, or it runs one row at a time; and captions run
/// at the shortest of several lengths that holds them, where the graph gives the same embedding whatever the padding.
/// </summary>
internal sealed class Tower : IDisposable
{
    /// <summary>Rows a pass for transformers on a CPU: 8 cost 0.71 of one by one for ViT-B/32, 16 no less (docs/adr/0011).</summary>
    private const int TransformerBatch = 8;

    private const int CudaBatch = 32;
    private const int AttentionLayersMin = 2; // one softmax alone is an output, not a transformer
    private static readonly int[] _lengths = [16, 32, 48];

    private readonly TowerGraph _graph;
    private readonly Lanes _lanes;
    private readonly IReadOnlyList<TowerRow> _probes;
    private readonly Lazy<Task<TowerShape[]>> _shapes; // by length, shortest first

    /// <param name="graph">Takes over its sessions.</param>
    /// <param name="lanes">Shared by all towers.</param>
    /// <param name="batch">Rows a pass; 0: chosen by graph and device.</param>
    /// <param name="probes">Rows to try the tower on, short captions and long ones.</param>
    public Tower(TowerGraph graph, Lanes lanes, int batch, IReadOnlyList<TowerRow> probes)
    {
        (_graph, _lanes, _probes) = (graph, lanes, probes);
        Batch = !graph.TakesBatches ? 1 : batch > 0 ? batch : Choose(graph);
        _shapes = new Lazy<Task<TowerShape[]>>(() => Task.Run(TryOut));
    }

    /// <summary>Rows a pass, unless the trial gives them up.</summary>
    public int Batch { get; }

    /// <summary>The embedding of a row as the graph gives it.</summary>
    /// <exception cref="DetectorException">The graph failed on it.</exception>
    public async Task<float[]> RunAsync(TowerRow row, JobPriority priority, CancellationToken cancel)
    {
        var shapes = await _shapes.Value.WaitAsync(cancel);
        var shape = row.Tokens is { } tokens ? shapes.First(shape => shape.Length >= tokens.Length) : shapes[0];
        return await _lanes.RunAsync(shape.Queue, new LaneJob<TowerRow, float[]>(row, priority, cancel));
    }

    public void Dispose()
    {
        if (_shapes is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            foreach (var shape in _shapes.Value.GetAwaiter().GetResult())
                shape.Dispose();
        }

        foreach (var session in _graph.Chain)
            session.Dispose();
    }

    private static int Choose(TowerGraph graph)
    {
        if (graph.Devices.IsCuda)
            return CudaBatch;
        var layers = graph.Chain.Sum(session => GraphProbe.AttentionLayers(session.Path));
        return layers >= AttentionLayersMin ? TransformerBatch : 1;
    }

    private TowerShape[] TryOut()
    {
        var context = _graph.Text?.Context ?? 0;
        var whole = Shape(context);
        if (!_graph.TakesAnyLength || _graph.Picture is not null)
            return [whole];

        // Every length or none: with some, the same caption could change its bits when a length is added.
        var shorter = new List<TowerShape>();
        foreach (var length in _lengths.Where(length => length < context))
        {
            shorter.Add(Shape(length));
            if (TowerTrial.AgreesWith(whole, shorter[^1], _probes))
                continue;
            shorter.ForEach(shape => shape.Dispose());
            return [whole];
        }

        return [.. shorter, whole];
    }

    private TowerShape Shape(int length)
    {
        var name = _graph.Text is { } text && _graph.Picture is null && _graph.TakesAnyLength && length < text.Context
            ? $"{_graph.Name}, {length} ids"
            : _graph.Name;
        var shape = new TowerShape(_graph, _lanes, Batch, length, name);
        if (Batch == 1 && _graph.Devices.All.Count == 1)
            return shape;
        var fault = TowerTrial.Fault(shape, _probes, _graph.Devices.All.Count);
        if (fault is null)
            return shape;
        shape.Dispose();
        var single = new TowerShape(_graph, _lanes, 1, length, name);
        single.Queue.Note($"{fault}: one row a pass");
        return single;
    }
}

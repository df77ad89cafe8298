using Mm.Data.Models.Cards;
using Mm.Data.Models.Detectors;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models;

/// <summary>Models on ONNX Runtime. Each is loaded once and shared by all jobs of the process; all are let go together.</summary>
public sealed class OnnxModels : IModels, IAsyncDisposable
{
    private readonly Lock _opening = new();
    private readonly Dictionary<string, IDisposable> _open = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _gate;
    private readonly ModelStore _store;
    private readonly OnnxDevice _device;

    public OnnxModels(ModelStore store, ModelOptions options)
    {
        _store = store;
        _device = new OnnxDevice(options);
        var parallel = options.Parallel == 0 ? Environment.ProcessorCount : options.Parallel;
        _gate = new SemaphoreSlim(parallel, parallel);
    }

    /// <inheritdoc/>
    public IDualEncoder OpenDualEncoder(string name) =>
        Open<IDualEncoder>(name, ModelTask.DualEncoder, model => new DualEncoderLoader(model, _device, _gate).Load());

    /// <inheritdoc/>
    public IBoxDetector OpenDetector(string name) => Open<IBoxDetector>(name, ModelTask.BoxDetector, LoadDetector);

    /// <summary>
    /// Opens a model and runs it once on a blank picture (and a word): its digests, names, shapes and that what it gives are numbers.
    /// Empty when all is well, else every fault found.
    /// </summary>
    public async Task<IReadOnlyList<string>> CheckAsync(string name, CancellationToken cancel)
    {
        try
        {
            if (_store.Find(name).Card.Task is ModelTask.DualEncoder)
                await TryAsync(OpenDualEncoder(name), cancel);
            else
                await TryAsync(OpenDetector(name), cancel);
            return [];
        }
        catch (ConfigurationException e)
        {
            return e.Problems;
        }
        catch (DetectorException e)
        {
            return [e.Message];
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_opening)
        {
            foreach (var model in _open.Values)
                model.Dispose();
            _open.Clear();
        }

        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private IBoxDetector LoadDetector(StoredModel model)
    {
        var graph = DetectorGraph.Load(model, _device, _gate);
        return graph.Settings.Kind is DetectorKind.DbText ? new TextLineDetector(graph) : new FaceSsdDetector(graph);
    }

    private T Open<T>(string name, ModelTask task, Func<StoredModel, T> load)
        where T : class
    {
        lock (_opening)
        {
            if (_open.GetValueOrDefault(name) is T open)
                return open;
            var loaded = load(_store.Open(name, task));
            _open.Add(name, (IDisposable)loaded);
            return loaded;
        }
    }

    private static async Task TryAsync(IDualEncoder encoder, CancellationToken cancel)
    {
        await encoder.EmbedImageAsync(Blank(encoder.View), cancel);
        await encoder.EmbedTextAsync("picture", cancel);
    }

    private static async Task TryAsync(IBoxDetector detector, CancellationToken cancel) =>
        await detector.DetectAsync(Blank(detector.View), detector.DefaultThreshold, cancel);

    private static View Blank(ViewSpec spec) => new(spec, 0, spec.Width, spec.Height, new byte[spec.Bytes]);
}

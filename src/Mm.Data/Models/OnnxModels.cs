using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
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
        Open(name, ModelTask.DualEncoder, model => new DualEncoderLoader(model, _device, _gate).Load());

    /// <inheritdoc/>
    public IBoxDetector OpenDetector(string name) => throw new NotSupportedException(name);

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

    private T Open<T>(string name, ModelTask task, Func<StoredModel, T> load)
        where T : class, IDisposable
    {
        lock (_opening)
        {
            if (_open.GetValueOrDefault(name) is T open)
                return open;
            var loaded = load(_store.Open(name, task));
            _open.Add(name, loaded);
            return loaded;
        }
    }
}

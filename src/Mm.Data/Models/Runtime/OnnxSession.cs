using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Runtime;

/// <summary>
/// A graph loaded on every device, with the names and shapes that it declares. On each device all lanes share one session; a forward
/// pass is a function of its inputs alone.
/// </summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession[] _sessions;

    private OnnxSession(string path, OnnxDevices devices, InferenceSession[] sessions) =>
        (Path, Devices, _sessions) = (path, devices, sessions);

    /// <summary>The file, or empty for a graph made in memory.</summary>
    public string Path { get; }

    public OnnxDevices Devices { get; }

    public IEnumerable<string> InputNames => _sessions[0].InputMetadata.Keys;

    public IEnumerable<string> OutputNames => _sessions[0].OutputMetadata.Keys;

    /// <exception cref="ConfigurationException">The file is no graph that this ONNX Runtime can run.</exception>
    /// <exception cref="EnvironmentException">CUDA is asked for and something of it is missing.</exception>
    public static OnnxSession Load(string model, string path, OnnxDevices devices) =>
        Load(devices, path, $"Model '{model}': {path}", options => new InferenceSession(path, options));

    /// <summary>A graph of our own, from the bytes of an <c>.onnx</c> file.</summary>
    public static OnnxSession Load(byte[] graph, OnnxDevices devices) =>
        Load(devices, "", "A graph of mmdata's own", options => new InferenceSession(graph, options));

    public InferenceSession On(int device) => _sessions[device];

    /// <summary>Declared shape of an input; -1 where a dimension is free. Null where there is no such input.</summary>
    public int[]? InputShape(string name) => _sessions[0].InputMetadata.TryGetValue(name, out var input) ? input.Dimensions : null;

    /// <summary>Element type of an input; null where there is no such input.</summary>
    public TensorElementType? InputType(string name) =>
        _sessions[0].InputMetadata.TryGetValue(name, out var input) ? input.ElementDataType : null;

    public int[]? OutputShape(string name) => _sessions[0].OutputMetadata.TryGetValue(name, out var output) ? output.Dimensions : null;

    public void Dispose()
    {
        foreach (var session in _sessions)
            session.Dispose();
    }

    private static OnnxSession Load(OnnxDevices devices, string path, string what, Func<SessionOptions, InferenceSession> open)
    {
        var sessions = new List<InferenceSession>();
        try
        {
            foreach (var device in devices.All)
            {
                using var options = device.CreateSessionOptions();
                sessions.Add(open(options));
            }

            return new OnnxSession(path, devices, [.. sessions]);
        }
        catch (Exception e)
        {
            sessions.ForEach(session => session.Dispose());
            if (e is OnnxRuntimeException)
                throw new ConfigurationException($"{what} cannot be loaded: {e.Message}");
            throw;
        }
    }
}

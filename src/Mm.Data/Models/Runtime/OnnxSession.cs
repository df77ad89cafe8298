using Microsoft.ML.OnnxRuntime;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Runtime;

/// <summary>One input: <c>float[]</c>, <c>int[]</c> or <c>long[]</c> in row-major order, and its shape.</summary>
internal sealed record OnnxInput(string Name, Array Values, long[] Shape);

/// <summary>One output as float32 in row-major order.</summary>
internal sealed record OnnxOutput(float[] Values, long[] Shape);

/// <summary>
/// A loaded graph. Forward passes may overlap, as many as <paramref name="gate"/> lets through; each is a function of its inputs alone.
/// </summary>
internal sealed class OnnxSession(InferenceSession session, SemaphoreSlim gate) : IDisposable
{
    /// <exception cref="ConfigurationException">The file is no graph that this ONNX Runtime can run.</exception>
    public static OnnxSession Load(string model, string path, OnnxDevice device, SemaphoreSlim gate)
    {
        using var options = device.CreateSessionOptions();
        try
        {
            return new OnnxSession(new InferenceSession(path, options), gate);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ConfigurationException($"Model '{model}': {path} cannot be loaded: {e.Message}");
        }
    }

    /// <summary>Declared shape of an input; -1 where a dimension is free. Null where there is no such input.</summary>
    public int[]? InputShape(string name) => session.InputMetadata.TryGetValue(name, out var input) ? input.Dimensions : null;

    public Type? InputType(string name) => session.InputMetadata.TryGetValue(name, out var input) ? input.ElementType : null;

    public int[]? OutputShape(string name) => session.OutputMetadata.TryGetValue(name, out var output) ? output.Dimensions : null;

    public IEnumerable<string> InputNames => session.InputMetadata.Keys;

    public IEnumerable<string> OutputNames => session.OutputMetadata.Keys;

    /// <summary>One forward pass; the outputs in the order of <paramref name="outputs"/>.</summary>
    /// <exception cref="OnnxRuntimeException">The graph cannot take these inputs or failed on them.</exception>
    public async Task<OnnxOutput[]> RunAsync(IReadOnlyList<OnnxInput> inputs, IReadOnlyList<string> outputs, CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        try
        {
            // Off the caller's loop: a stage that awaits several passes gets them side by side.
            return await Task.Run(() => Run(inputs, outputs), cancel);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => session.Dispose();

    private OnnxOutput[] Run(IReadOnlyList<OnnxInput> inputs, IReadOnlyList<string> outputs)
    {
        var values = new List<OrtValue>(inputs.Count);
        try
        {
            values.AddRange(inputs.Select(Value));
            using var options = new RunOptions();
            using var results = session.Run(options, [.. inputs.Select(input => input.Name)], values, outputs);
            return [.. results.Select(Copy)];
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    private static OrtValue Value(OnnxInput input) => input.Values switch
    {
        float[] numbers => OrtValue.CreateTensorValueFromMemory(numbers, input.Shape),
        int[] ids => OrtValue.CreateTensorValueFromMemory(ids, input.Shape),
        long[] ids => OrtValue.CreateTensorValueFromMemory(ids, input.Shape),
        _ => throw new ArgumentException($"Input {input.Name} has no tensor type.", nameof(input)),
    };

    private static OnnxOutput Copy(OrtValue value) =>
        new(value.GetTensorDataAsSpan<float>().ToArray(), value.GetTensorTypeAndShape().Shape);
}

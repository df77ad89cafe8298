using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Batching;
using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline;

namespace Mm.Data.Models.Reading;

/// <summary>
/// One crop of a line as planes [3, <paramref name="Height"/>, <paramref name="Width"/>], of which the line takes the first
/// <paramref name="Columns"/>; the array may be longer.
/// </summary>
internal sealed record LineInput(float[] Tensor, int Height, int Width, int Columns);

/// <summary>Reads the one output of a network; the numbers are valid only while it runs.</summary>
internal delegate T ReadLineOutput<out T>(ReadOnlySpan<float> values, long[] shape, LineInput input);

/// <summary>A network over crops of lines, one crop a pass, on the lanes that all models share.</summary>
internal sealed class LineNetwork<T> : IDisposable
{
    private readonly string _model;
    private readonly OnnxSession _session;
    private readonly Engine _engine;
    private readonly LaneQueue _queue;
    private readonly RunOptions _options = new();
    private readonly string _input;
    private readonly string _output;
    private readonly ReadLineOutput<T> _read;

    /// <param name="identity">Model and part of it, for statistics and messages.</param>
    /// <param name="session">Taken over.</param>
    /// <param name="names">Of the input and the output.</param>
    /// <param name="engine">What all models share.</param>
    /// <param name="read">Makes the result of a pass.</param>
    public LineNetwork(
        ModelStatistics identity, OnnxSession session, (string Input, string Output) names, Engine engine, ReadLineOutput<T> read)
    {
        (_model, _session, _engine, _read) = (identity.Model, session, engine, read);
        (_input, _output) = names;
        _queue = engine.Lanes.Open(identity, batch: 1, (device, jobs) =>
        {
            foreach (var job in jobs.Cast<LaneJob<LineInput, T>>())
                job.Complete(Run(device, job.Row));
        });
    }

    /// <exception cref="DetectorException">The pass failed, or its output was refused.</exception>
    public Task<T> RunAsync(LineInput input, CancellationToken cancel) =>
        _engine.Lanes.RunAsync(_queue, new LaneJob<LineInput, T>(input, JobPriority.Bulk, cancel));

    public IEnumerable<string> Problems()
    {
        if (_session.InputShape(_input) is null)
            yield return $"the graph has no input '{_input}'; it has: {string.Join(", ", _session.InputNames)}";
        if (_session.OutputShape(_output) is null)
            yield return $"the graph has no output '{_output}'; it has: {string.Join(", ", _session.OutputNames)}";
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private T Run(int device, LineInput row)
    {
        try
        {
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, row.Tensor.AsMemory(0, 3 * row.Height * row.Width), [1, 3, row.Height, row.Width]);
            using var results = _session.On(device).Run(_options, [_input], [input], [_output]);
            return _read(results[0].GetTensorDataAsSpan<float>(), results[0].GetTensorTypeAndShape().Shape, row);
        }
        catch (OnnxRuntimeException e)
        {
            throw new DetectorException($"Model '{_model}' failed: {e.Message}");
        }
    }
}

using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Batching;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Detectors;

/// <summary>One output as float32 in row-major order; <paramref name="Values"/> may be longer than <paramref name="Count"/> and is valid
/// only while it is read.</summary>
internal sealed record DetectorOutput(float[] Values, int Count, long[] Shape)
{
    public ReadOnlySpan<float> Span => Values.AsSpan(0, Count);
}

/// <summary>The top left part of a view, and how to read boxes out of what the graph gives for it.</summary>
internal sealed record DetectorRow(
    View View, int Width, int Height, IReadOnlyList<string> Outputs, Func<IReadOnlyList<DetectorOutput>, IReadOnlyList<Box>> Read);

/// <summary>
/// A detector's graph, held against its card when loaded. One picture a pass, on the lanes that all models share; normalising before
/// and reading after happen there too. What the graph gives is checked to be numbers before anyone reads it.
/// </summary>
internal sealed class DetectorGraph : IDisposable
{
    private readonly StoredModel _model;
    private readonly OnnxSession _session;
    private readonly Engine _engine;
    private readonly LaneQueue _queue;
    private readonly ImageSettings _image;
    private readonly PictureTensor _picture;
    private readonly RunOptions _options = new();

    private DetectorGraph(StoredModel model, OnnxSession session, Engine engine)
    {
        (_model, _session, _engine, _image) = (model, session, engine, model.Card.Settings.Image);
        _picture = new PictureTensor(_image);
        Use = model.Use with { Device = engine.Devices.Kind };
        var identity = new ModelStatistics { Model = model.Card.Name, Tower = "detector", Device = engine.Devices.Kind };
        _queue = engine.Lanes.Open(identity, batch: 1, (device, jobs) =>
        {
            foreach (var job in jobs.Cast<LaneJob<DetectorRow, IReadOnlyList<Box>>>())
                job.Complete(Run(device, job.Row));
        });
    }

    public ModelUse Use { get; }

    public ViewSpec View => _image.View;

    public DetectorSettings Settings => _model.Card.Settings.Detector!;

    /// <exception cref="ConfigurationException">The graph lacks a name of the card or takes another shape; every fault at
    /// once.</exception>
    public static DetectorGraph Load(StoredModel model, Engine engine)
    {
        var graph = new DetectorGraph(model, OnnxSession.Load(model.Card.Name, model.PathOf("network"), engine.Devices), engine);
        var problems = graph.Problems().ToArray();
        if (problems.Length == 0)
            return graph;
        graph.Dispose();
        throw new ConfigurationException(problems);
    }

    /// <summary>One pass over a part of a view.</summary>
    /// <exception cref="DetectorException">The pass failed, or an output holds something that is no finite number.</exception>
    public Task<IReadOnlyList<Box>> RunAsync(DetectorRow row, CancellationToken cancel) =>
        _engine.Lanes.RunAsync(_queue, new LaneJob<DetectorRow, IReadOnlyList<Box>>(row, JobPriority.Bulk, cancel));

    public DetectorException WrongShape(string output, DetectorOutput got) =>
        new(
            $"Model '{_model.Card.Name}': output '{output}' has shape [{string.Join(", ", got.Shape)}], " +
            $"which a {Settings.Kind} does not give.");

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private IReadOnlyList<Box> Run(int device, DetectorRow row)
    {
        var length = 3 * row.Width * row.Height;
        var tensor = ArrayPool<float>.Shared.Rent(length);
        try
        {
            _picture.Fill(row.View, row.Width, row.Height, tensor);
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, tensor.AsMemory(0, length), [1, 3, row.Height, row.Width]);
            using var results = _session.On(device).Run(_options, [_image.Input], [input], row.Outputs);
            return Read(row, results);
        }
        catch (OnnxRuntimeException e)
        {
            throw new DetectorException($"Model '{_model.Card.Name}' failed: {e.Message}");
        }
        finally
        {
            ArrayPool<float>.Shared.Return(tensor);
        }
    }

    private IReadOnlyList<Box> Read(DetectorRow row, IReadOnlyList<OrtValue> results)
    {
        var outputs = new List<DetectorOutput>(results.Count);
        try
        {
            foreach (var (name, result) in row.Outputs.Zip(results))
            {
                var found = result.GetTensorDataAsSpan<float>();
                foreach (var value in found)
                {
                    if (!float.IsFinite(value))
                        throw new DetectorException($"Model '{_model.Card.Name}': output '{name}' is not finite.");
                }

                var values = ArrayPool<float>.Shared.Rent(found.Length);
                found.CopyTo(values);
                outputs.Add(new DetectorOutput(values, found.Length, result.GetTensorTypeAndShape().Shape));
            }

            return row.Read(outputs);
        }
        finally
        {
            outputs.ForEach(output => ArrayPool<float>.Shared.Return(output.Values));
        }
    }

    private IEnumerable<string> Problems()
    {
        long[] made = [1, 3, _image.Height, _image.Width];
        if (_session.InputShape(_image.Input) is not { } declared)
            yield return Problem(
                "image.input",
                $"the graph has no input '{_image.Input}'; it has: {string.Join(", ", _session.InputNames)}");
        else if (declared.Length != made.Length || declared.Zip(made).Any(side => side.First > 0 && side.First != side.Second))
            yield return Problem(
                "image",
                $"the graph wants shape [{string.Join(", ", declared)}], the card makes [{string.Join(", ", made)}]");
        foreach (var name in new[] { Settings.Boxes, Settings.Scores }.Where(name => name.Length > 0 && _session.OutputShape(name) is null))
            yield return Problem("detector", $"the graph has no output '{name}'; it has: {string.Join(", ", _session.OutputNames)}");
    }

    private string Problem(string key, string what) => $"Model '{_model.Card.Name}', {_model.CardPath}: {key}: {what}.";
}

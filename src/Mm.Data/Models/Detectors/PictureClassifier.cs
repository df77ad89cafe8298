using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Batching;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Detectors;

/// <summary>A graph that gives the probabilities of kinds, [1, kinds]. One picture a pass, on the lanes that all models share.</summary>
internal sealed class PictureClassifier : IPictureClassifier, IDisposable
{
    private const float Slack = 1e-3f;

    private readonly StoredModel _model;
    private readonly OnnxSession _session;
    private readonly Engine _engine;
    private readonly LaneQueue _queue;
    private readonly ImageSettings _image;
    private readonly PictureTensor _picture;
    private readonly RunOptions _options = new();

    private PictureClassifier(StoredModel model, OnnxSession session, Engine engine)
    {
        (_model, _session, _engine, _image) = (model, session, engine, model.Card.Settings.Image);
        _picture = new PictureTensor(_image);
        Model = model.Use with { Device = engine.Devices.Kind };
        var identity = new ModelStatistics { Model = model.Card.Name, Tower = "classifier", Device = engine.Devices.Kind };
        _queue = engine.Lanes.Open(identity, batch: 1, (device, jobs) =>
        {
            foreach (var job in jobs.Cast<LaneJob<View, float[]>>())
                job.Complete(Run(device, job.Row));
        });
    }

    public ModelUse Model { get; }

    public ViewSpec View => _image.View;

    public IReadOnlyList<string> Classes => _model.Card.Settings.Classifier!.Classes;

    /// <exception cref="ConfigurationException">The graph lacks its input or output.</exception>
    public static PictureClassifier Load(StoredModel model, Engine engine)
    {
        var image = model.Card.Settings.Image;
        var session = OnnxSession.Load(model.Card.Name, model.PathOf("network"), engine.Devices);
        if (session.InputNames.Contains(image.Input) && session.OutputNames.Contains(image.Output))
            return new PictureClassifier(model, session, engine);
        var has = $"{string.Join(", ", session.InputNames)} and {string.Join(", ", session.OutputNames)}";
        session.Dispose();
        throw new ConfigurationException(
            $"Model '{model.Card.Name}', {model.CardPath}: the graph has no '{image.Input}' or no '{image.Output}'; it has {has}.");
    }

    /// <inheritdoc/>
    public ValueTask<float[]> ScoreAsync(View view, CancellationToken cancel) =>
        new(_engine.Lanes.RunAsync(_queue, new LaneJob<View, float[]>(view, JobPriority.Bulk, cancel)));

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private float[] Run(int device, View view)
    {
        var tensor = ArrayPool<float>.Shared.Rent(_picture.Length);
        try
        {
            _picture.Fill(view, tensor.AsSpan(0, _picture.Length));
            using var input = OrtValue.CreateTensorValueFromMemory(
                OrtMemoryInfo.DefaultInstance, tensor.AsMemory(0, _picture.Length), [1, 3, _image.Height, _image.Width]);
            using var results = _session.On(device).Run(_options, [_image.Input], [input], [_image.Output]);
            return Read(results[0].GetTensorDataAsSpan<float>());
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

    private float[] Read(ReadOnlySpan<float> output)
    {
        var sum = 0f;
        foreach (var value in output)
            sum += value is >= 0 and <= 1 + Slack ? value : float.NaN;
        return output.Length == Classes.Count && Math.Abs(sum - 1) <= Slack
            ? [.. output.ToArray().Select(value => Math.Min(value, 1))]
            : throw new DetectorException($"Model '{_model.Card.Name}': its output is no probability of {Classes.Count} kinds.");
    }
}

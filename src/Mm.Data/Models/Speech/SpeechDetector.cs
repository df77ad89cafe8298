using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Batching;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models.Speech;

/// <summary>
/// Silero's recurrent speech detector, window after window. A whole sound is one job on the lanes that all models share, because each
/// window needs the state of the one before.
/// </summary>
internal sealed class SpeechDetector : ISpeechDetector, IDisposable
{
    private const long RateHz = 16_000;
    private const int Layers = 2;

    private static readonly string[] _inputs = ["input", "state", "sr"];
    private static readonly string[] _outputs = ["output", "stateN"];

    private readonly StoredModel _model;
    private readonly OnnxSession _session;
    private readonly Engine _engine;
    private readonly LaneQueue _queue;
    private readonly SpeechSettings _settings;
    private readonly RunOptions _options = new();

    private SpeechDetector(StoredModel model, OnnxSession session, Engine engine)
    {
        (_model, _session, _engine, _settings) = (model, session, engine, model.Card.Settings.Speech!);
        Model = model.Use with { Device = engine.Devices.Kind };
        var identity = new ModelStatistics { Model = model.Card.Name, Tower = "speech", Device = engine.Devices.Kind };
        _queue = engine.Lanes.Open(identity, batch: 1, (device, jobs) =>
        {
            foreach (var job in jobs.Cast<LaneJob<ReadOnlyMemory<float>, float[]>>())
                job.Complete(Run(device, job.Row, job.Cancel));
        });
    }

    public ModelUse Model { get; }

    public float DefaultThreshold => (float)_settings.Threshold;

    public int HopSamples => _settings.Window;

    /// <exception cref="ConfigurationException">The graph lacks an input or output.</exception>
    public static SpeechDetector Load(StoredModel model, Engine engine)
    {
        var session = OnnxSession.Load(model.Card.Name, model.PathOf("network"), engine.Devices);
        var missing = _inputs.Except(session.InputNames).Concat(_outputs.Except(session.OutputNames)).ToArray();
        if (missing.Length == 0)
            return new SpeechDetector(model, session, engine);
        session.Dispose();
        throw new ConfigurationException($"Model '{model.Card.Name}', {model.CardPath}: the graph has no {string.Join(", ", missing)}.");
    }

    /// <inheritdoc/>
    public ValueTask<float[]> ScoreAsync(ReadOnlyMemory<float> sound, CancellationToken cancel) =>
        new(_engine.Lanes.RunAsync(_queue, new LaneJob<ReadOnlyMemory<float>, float[]>(sound, JobPriority.Bulk, cancel)));

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    private float[] Run(int device, ReadOnlyMemory<float> sound, CancellationToken cancel)
    {
        var scores = new float[(sound.Length + _settings.Window - 1) / _settings.Window];
        var window = new float[_settings.Context + _settings.Window];
        var state = new float[Layers * _settings.State];
        try
        {
            using var input = OrtValue.CreateTensorValueFromMemory(window, [1, window.Length]);
            using var held = OrtValue.CreateTensorValueFromMemory(state, [Layers, 1, _settings.State]);
            using var rate = OrtValue.CreateTensorValueFromMemory(new[] { RateHz }, []);
            for (var i = 0; i < scores.Length; i++)
            {
                cancel.ThrowIfCancellationRequested();
                window.AsSpan(_settings.Window).CopyTo(window); // the end of the last window is the context of this one
                var fresh = sound.Span[(i * _settings.Window)..Math.Min(sound.Length, (i + 1) * _settings.Window)];
                window.AsSpan(_settings.Context).Clear();
                fresh.CopyTo(window.AsSpan(_settings.Context));
                using var results = _session.On(device).Run(_options, _inputs, [input, held, rate], _outputs);
                scores[i] = Score(results[0].GetTensorDataAsSpan<float>());
                Keep(results[1].GetTensorDataAsSpan<float>(), state);
            }

            return scores;
        }
        catch (OnnxRuntimeException e)
        {
            throw new DetectorException($"Model '{_model.Card.Name}' failed: {e.Message}");
        }
    }

    private float Score(ReadOnlySpan<float> output) => output is [>= 0 and <= 1 and var score]
        ? score
        : throw new DetectorException($"Model '{_model.Card.Name}': its output is no probability.");

    private void Keep(ReadOnlySpan<float> next, float[] state)
    {
        if (next.Length != state.Length)
            throw new DetectorException($"Model '{_model.Card.Name}': its state has another size.");
        next.CopyTo(state);
    }
}

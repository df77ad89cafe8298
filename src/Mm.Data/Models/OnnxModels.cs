using Mm.Data.Models.Batching;
using Mm.Data.Models.Caching;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Detectors;
using Mm.Data.Models.Languages;
using Mm.Data.Models.Names;
using Mm.Data.Models.Reading;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.Speech;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models;

/// <summary>Models on ONNX Runtime. Each is loaded once and shared by all jobs of the process; all are let go together.</summary>
public sealed class OnnxModels : IModels, IAsyncDisposable
{
    private const int SpeechRateHz = 16_000;

    private readonly Lock _opening = new();
    private readonly Dictionary<string, object> _open = new(StringComparer.Ordinal);
    private readonly ModelStore _store;
    private readonly Engine _engine;

    /// <summary>Without a cache: for one command that asks once.</summary>
    public OnnxModels(ModelStore store, ModelOptions options)
        : this(store, options, null, TimeProvider.System)
    {
    }

    /// <param name="store">Where models are found.</param>
    /// <param name="options">Where and how they run.</param>
    /// <param name="cache">Keeps embeddings from run to run; null: none are kept.</param>
    /// <param name="clock">Times batches; no result depends on it.</param>
    public OnnxModels(ModelStore store, ModelOptions options, DiskCache? cache, TimeProvider clock)
        : this(store, options, cache, clock, OnnxDevices.Open(options))
    {
    }

    internal OnnxModels(ModelStore store, ModelOptions options, DiskCache? cache, TimeProvider clock, OnnxDevices devices)
    {
        _store = store;
        Arithmetic = $"{devices.Arithmetic}, batches {options.ImageBatch} {options.TextBatch}";
        _engine = new Engine(
            devices,
            new Lanes(devices.Lanes, TimeSpan.FromMilliseconds(options.LingerMs), clock),
            options,
            cache is null ? null : new ResultCache(cache, Arithmetic));
    }

    /// <inheritdoc/>
    public string Arithmetic { get; }

    /// <summary><c>cpu</c> or <c>cuda</c>: where models run in this process.</summary>
    public string Device => _engine.Devices.Kind;

    /// <summary>Forward passes at once.</summary>
    public int Lanes => _engine.Lanes.Count;

    /// <summary>Why <see cref="ModelDevice.Auto"/> did not take CUDA; null where it did or was not asked.</summary>
    public string? DeviceNote => _engine.Devices.Note;

    /// <summary>What every graph that was opened has done so far.</summary>
    public IReadOnlyList<ModelStatistics> Statistics =>
        [.. _engine.Lanes.Statistics.Where(graph => graph.Batches > 0 || graph.Note is not null)];

    /// <summary>Embeddings and detections that were asked for and found in the cache, and those that were not.</summary>
    public CacheCounts CacheCounts => _engine.Cache?.Counts ?? default;

    /// <inheritdoc/>
    public IDualEncoder OpenDualEncoder(string name) =>
        Open<IDualEncoder>(name, ModelTask.DualEncoder, model => new DualEncoderLoader(model, _engine).Load());

    /// <inheritdoc/>
    public IBoxDetector OpenDetector(string name) => Open<IBoxDetector>(name, ModelTask.BoxDetector, LoadDetector);

    /// <inheritdoc/>
    public INameTagger OpenNameTagger(string name) => Open<INameTagger>(name, ModelTask.NameTagger, StoredNameTagger.Load);

    /// <inheritdoc/>
    public ITextReader OpenTextReader(string name) =>
        Open<ITextReader>(name, ModelTask.TextReader, model => LineReader.Load(model, _engine));

    /// <inheritdoc/>
    public ISpeechDetector OpenSpeechDetector(string name) =>
        Open<ISpeechDetector>(name, ModelTask.SpeechDetector, model => SpeechDetector.Load(model, _engine));

    /// <inheritdoc/>
    public IPictureClassifier OpenClassifier(string name) =>
        Open<IPictureClassifier>(name, ModelTask.PictureClassifier, model => PictureClassifier.Load(model, _engine));

    /// <inheritdoc/>
    public ILanguageTagger OpenLanguageTagger(string name) =>
        Open<ILanguageTagger>(name, ModelTask.LanguageTagger, LanguageTagger.Load);

    /// <inheritdoc/>
    public IBoxDetector? FindDetector(string name)
    {
        var scan = _store.List();
        if (scan.Models.Any(model => model.Card.Name == name))
            return OpenDetector(name);
        return scan.Problems.Count == 0 ? null : throw new ConfigurationException(scan.Problems);
    }

    /// <summary>
    /// Opens a model and runs it once on a blank picture (and a word): its digests, names, shapes and that what it gives are numbers.
    /// Empty when all is well, else every fault found.
    /// </summary>
    public async Task<IReadOnlyList<string>> CheckAsync(string name, CancellationToken cancel)
    {
        try
        {
            await (_store.Find(name).Card.Task switch
            {
                ModelTask.DualEncoder => TryAsync(OpenDualEncoder(name).Interactive, cancel),
                ModelTask.NameTagger => TryAsync(OpenNameTagger(name)),
                ModelTask.TextReader => TryAsync(OpenTextReader(name), cancel),
                ModelTask.SpeechDetector => TryAsync(OpenSpeechDetector(name), cancel),
                ModelTask.LanguageTagger => TryAsync(OpenLanguageTagger(name)),
                ModelTask.PictureClassifier => TryAsync(OpenClassifier(name), cancel),
                _ => TryAsync(OpenDetector(name), cancel),
            });
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
        _engine.Lanes.Dispose(); // first: no pass may run in a session that is gone
        lock (_opening)
        {
            foreach (var model in _open.Values.OfType<IDisposable>())
                model.Dispose();
            _open.Clear();
        }

        return ValueTask.CompletedTask;
    }

    private IBoxDetector LoadDetector(StoredModel model)
    {
        IBoxDetector detector = model.Card.Settings.Detector!.Kind switch
        {
            DetectorKind.FaceCascade => FaceCascadeDetector.Load(model, _engine),
            DetectorKind.DbText => new TextLineDetector(DetectorGraph.Load(model, _engine)),
            DetectorKind.BoxRows => new RowDetector(DetectorGraph.Load(model, _engine)),
            _ => new FaceSsdDetector(DetectorGraph.Load(model, _engine)),
        };
        if (_engine.Cache is not { } cache)
            return detector;
        return detector is ILineDetector lines ? new CachedLineDetector(lines, cache) : new CachedDetector(detector, cache);
    }

    private T Open<T>(string name, ModelTask task, Func<StoredModel, T> load)
        where T : class
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

    private static async Task TryAsync(IDualEncoder encoder, CancellationToken cancel)
    {
        await encoder.EmbedImageAsync(Blank(encoder.View), cancel);
        await encoder.EmbedTextAsync("picture", cancel);
    }

    private static async Task TryAsync(IBoxDetector detector, CancellationToken cancel) =>
        await detector.DetectAsync(Blank(detector.View), detector.DefaultThreshold, cancel);

    private static Task TryAsync(INameTagger tagger) => tagger.Tag("Dr. Jane Doe lives at 12 Main Street, Springfield.").Count > 0
        ? Task.CompletedTask
        : throw new DetectorException($"Model '{tagger.Model.Name}' found nobody in a sentence with a name.");

    private static async Task TryAsync(ITextReader reader, CancellationToken cancel) =>
        await reader.ReadAsync(Blank(new ViewSpec(320, 32, Fit.Letterbox)), Quad.Of(new Box(0, 0, 1, 1, 1)), cancel);

    private static async Task TryAsync(ISpeechDetector detector, CancellationToken cancel) =>
        await detector.ScoreAsync(new float[SpeechRateHz], cancel);

    private static async Task TryAsync(IPictureClassifier classifier, CancellationToken cancel) =>
        await classifier.ScoreAsync(Blank(classifier.View), cancel);

    private static Task TryAsync(ILanguageTagger tagger) => tagger.Of("A brown dog runs over the beach with a ball.")?.Code == "en"
        ? Task.CompletedTask
        : throw new DetectorException($"Model '{tagger.Model.Name}' takes an English sentence for something else.");

    private static View Blank(ViewSpec spec) => new(spec, 0, spec.Width, spec.Height, new byte[spec.Bytes]);
}

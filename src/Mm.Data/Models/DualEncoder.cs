using Mm.Data.Models.Batching;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
using Mm.Data.Models.SelfTest;
using Mm.Data.Models.Store;
using Mm.Data.Models.Tokenizers;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Models;

/// <summary>
/// The graphs of a dual encoder. <paramref name="Head"/> takes what <paramref name="Vision"/> gives, where the tower is split.
/// </summary>
internal sealed record Towers(OnnxSession Vision, OnnxSession? Head, OnnxSession Words);

/// <summary>
/// The usual CLIP exports: two graphs (roles <c>vision</c> and <c>text</c>) or one with both towers (role <c>joint</c>, which is run
/// whole with a blank in the place of the other side). Ids may be int32 or int64. Rows share passes only where that cannot change a
/// bit of them (<see cref="Tower"/>), so that a score never depends on its neighbours.
/// </summary>
internal sealed class DualEncoder : IDualEncoder, IDisposable
{
    private static readonly string[] _probes =
        ["a", "a photo of a cat", "two dogs run along the beach while a child in a red coat watches them from the pier and waves"];

    private readonly ModelSettings _settings;
    private readonly ITextTokenizer _tokenizer;
    private readonly TextTokens? _blank; // joint graphs: the words beside a picture
    private readonly Engine _engine;
    private readonly Tower _image;
    private readonly Tower _text;
    private readonly JobPriority _priority;

    /// <summary>Takes over the sessions; vision and words are one and the same for a joint graph.</summary>
    public DualEncoder(StoredModel model, Towers towers, ITextTokenizer tokenizer, int dimensions, Engine engine)
    {
        _settings = model.Card.Settings;
        (_tokenizer, _engine) = (tokenizer, engine);
        Model = model.Use with { Device = engine.DeviceTold };
        Dimensions = dimensions;
        var picture = new PictureTensor(_settings.Image);
        var isJoint = ReferenceEquals(towers.Vision, towers.Words);
        _blank = isJoint ? tokenizer.Encode("") : null;
        OnnxSession[] chain = towers.Head is { } head ? [towers.Vision, head] : [towers.Vision];
        var image = new TowerGraph(model.Card.Name, "image", chain, _settings.Image.Output, dimensions)
        {
            Picture = picture,
            Text = isJoint ? _settings.Text : null,
        };
        var text = new TowerGraph(model.Card.Name, "text", [towers.Words], _settings.Text!.Output, dimensions)
        {
            Picture = isJoint ? picture : null,
            Text = _settings.Text,
        };
        var options = engine.Options;
        _image = new Tower(image, engine.Lanes, options.ImageBatch, [.. Enumerable.Range(1, _probes.Length).Select(Noise)]);
        _text = new Tower(text, engine.Lanes, options.TextBatch, [.. _probes.Select(words => new TowerRow(null, tokenizer.Encode(words)))]);
        Interactive = new DualEncoder(this, JobPriority.Interactive);
    }

    /// <summary>The same encoder for another kind of caller.</summary>
    private DualEncoder(DualEncoder other, JobPriority priority)
    {
        (_settings, _tokenizer, _blank, _engine) = (other._settings, other._tokenizer, other._blank, other._engine);
        (_image, _text, _priority) = (other._image, other._text, priority);
        (Model, Dimensions, Interactive) = (other.Model, other.Dimensions, this);
    }

    public ModelUse Model { get; }

    public ViewSpec View => _settings.Image.View;

    public int Dimensions { get; }

    public float LogitScale => (float)_settings.Scoring!.LogitScale;

    public float LogitBias => (float)_settings.Scoring!.LogitBias;

    public ScoringKind Scoring => _settings.Scoring!.Kind;

    public float MatchThreshold => (float)_settings.Scoring!.MatchThreshold;

    public int InFlight => 2 * _engine.Lanes.Count * _image.Batch;

    public IDualEncoder Interactive { get; }

    /// <summary>Graphs and shapes for <c>mmdata bench score</c>, which holds the engine against them.</summary>
    internal (Tower Image, Tower Text) Both => (_image, _text);

    public ValueTask<float[]> EmbedImageAsync(View view, CancellationToken cancel)
    {
        Task<float[]> Run() => EmbedAsync(_image, new TowerRow(view, _blank), _settings.Image.Output, cancel);
        return _engine.Cache is { } cache && view.Content is not null ? cache.ImageAsync(Model, view, Run) : new(Run());
    }

    public ValueTask<float[]> EmbedTextAsync(string text, CancellationToken cancel)
    {
        var tokens = _tokenizer.Encode(text);
        Task<float[]> Run() => EmbedAsync(_text, new TowerRow(null, tokens), _settings.Text!.Output, cancel);
        return _engine.Cache is { } cache ? cache.TextAsync(Model, tokens.Ids, Run) : new(Run());
    }

    public void Dispose()
    {
        _image.Dispose();
        _text.Dispose();
    }

    /// <exception cref="DetectorException">The embedding is not finite, is zero, or has another length than the model's.</exception>
    private async Task<float[]> EmbedAsync(Tower tower, TowerRow row, string output, CancellationToken cancel) =>
        UnitLength(await tower.RunAsync(row, _priority, cancel), output);

    private float[] UnitLength(float[] embedding, string output)
    {
        var sum = 0.0;
        foreach (var value in embedding)
            sum += (double)value * value;
        var length = Math.Sqrt(sum);
        if (!double.IsFinite(length) || length == 0)
            throw new DetectorException($"Model '{Model.Name}': output '{output}' has no direction (length {length}).");
        return Array.ConvertAll(embedding, value => (float)(value / length));
    }

    private TowerRow Noise(int seed) => new(TrialPicture.Noise(View, seed), _blank);
}

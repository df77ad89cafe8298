using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models.Cards;
using Mm.Data.Models.Runtime;
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
/// whole with a blank in the place of the other side). Ids may be int32 or int64. One input a pass, so that a score never depends on
/// its neighbours.
/// </summary>
internal sealed class DualEncoder : IDualEncoder, IDisposable
{
    private readonly ModelSettings _settings;
    private readonly TextSettings _text;
    private readonly OnnxSession _vision;
    private readonly OnnxSession? _head;
    private readonly OnnxSession _words;
    private readonly ClipTokenizer _tokenizer;
    private readonly PictureTensor _picture;

    /// <summary>Takes over the sessions; vision and words are one and the same for a joint graph.</summary>
    public DualEncoder(StoredModel model, Towers towers, ClipTokenizer tokenizer, int dimensions)
    {
        _settings = model.Card.Settings;
        _text = _settings.Text!;
        (_vision, _head, _words) = towers;
        _tokenizer = tokenizer;
        _picture = new PictureTensor(_settings.Image);
        Model = model.Use;
        Dimensions = dimensions;
    }

    public ModelUse Model { get; }

    public ViewSpec View => _settings.Image.View;

    public int Dimensions { get; }

    public float LogitScale => (float)_settings.Scoring!.LogitScale;

    public float MatchThreshold => (float)_settings.Scoring!.MatchThreshold;

    private bool IsJoint => ReferenceEquals(_vision, _words);

    public async ValueTask<float[]> EmbedImageAsync(View view, CancellationToken cancel)
    {
        List<OnnxInput> inputs = [new(_settings.Image.Input, _picture.From(view), _picture.Shape)];
        if (IsJoint)
            inputs.AddRange(Ids(_tokenizer.Encode("")));
        if (_head is null)
            return await EmbedAsync(_vision, inputs, _settings.Image.Output, cancel);
        var features = await RunAsync(_vision, inputs, _vision.OutputNames.Single(), cancel);
        inputs = [new(_head.InputNames.Single(), features.Values, features.Shape)];
        return await EmbedAsync(_head, inputs, _settings.Image.Output, cancel);
    }

    public async ValueTask<float[]> EmbedTextAsync(string text, CancellationToken cancel)
    {
        List<OnnxInput> inputs = [.. Ids(_tokenizer.Encode(text))];
        if (IsJoint)
            inputs.Add(new(_settings.Image.Input, new float[_picture.Shape.Aggregate((a, b) => a * b)], _picture.Shape));
        return await EmbedAsync(_words, inputs, _text.Output, cancel);
    }

    public void Dispose()
    {
        _vision.Dispose();
        _head?.Dispose();
        if (!IsJoint)
            _words.Dispose();
    }

    private IEnumerable<OnnxInput> Ids(ClipTokens tokens)
    {
        yield return Whole(_text.Input, tokens.Ids);
        if (_text.AttentionMask is { } mask)
            yield return Whole(mask, [.. tokens.Ids.Select((_, i) => i < tokens.Length ? 1 : 0)]);
    }

    private OnnxInput Whole(string name, int[] values)
    {
        long[] shape = [1, values.Length];
        return _words.InputType(name) == typeof(int)
            ? new OnnxInput(name, values, shape)
            : new OnnxInput(name, Array.ConvertAll(values, value => (long)value), shape);
    }

    /// <exception cref="DetectorException">The embedding is not finite, is zero, or has another length than the model's.</exception>
    private async Task<float[]> EmbedAsync(OnnxSession session, List<OnnxInput> inputs, string output, CancellationToken cancel)
    {
        var embedding = (await RunAsync(session, inputs, output, cancel)).Values;
        return embedding.Length == Dimensions
            ? UnitLength(embedding, output)
            : throw new DetectorException(
                $"Model '{Model.Name}': output '{output}' has {embedding.Length} numbers, {Dimensions} are declared.");
    }

    private async Task<OnnxOutput> RunAsync(OnnxSession session, List<OnnxInput> inputs, string output, CancellationToken cancel)
    {
        try
        {
            return (await session.RunAsync(inputs, [output], cancel))[0];
        }
        catch (OnnxRuntimeException e)
        {
            throw new DetectorException($"Model '{Model.Name}' failed on output '{output}': {e.Message}");
        }
    }

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
}

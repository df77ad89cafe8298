using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Image-text alignment: the cosine between the embeddings of picture and caption (CLIPScore without its scale and clip, arXiv
/// 2104.08718). A video scores as its best sampled frame. Sound alone has no picture and gets no columns; an empty caption gets an
/// embedding and no score. A caption that fits everything has a high cosine and says nothing, so each pair is also held against other
/// pairs of its shard: its rank and its margin among them, as InfoNCE sees them (docs/scores.md).
/// </summary>
[Stage("alignment")]
public sealed class AlignmentStage : IShardStage
{
    private const string Name = "alignment";
    private const string Cosine = "alignment.cosine";
    private const string MeanCosine = "alignment.cosine-mean";
    private const string Embedding = "alignment.image-embedding";
    private const string BestFrame = "alignment.best-frame-seconds";
    private const string Rank = "alignment.rank";
    private const string Margin = "alignment.margin";
    private const string MarginDecoy = "alignment.margin" + KnownFeatures.DecoySuffix;
    private const string Both = "alignment.contrast";
    private const string BothDecoy = "alignment.contrast" + KnownFeatures.DecoySuffix;
    private const string NegativesCount = "alignment.negatives";
    private const string Temperature = "alignment.temperature";
    private const string ModelDigest = "alignment.model";
    private const string TextEmbedding = "alignment.text-embedding";

    private readonly IDualEncoder _encoder;
    private readonly Options _options;

    public sealed record Options
    {
        [Description("Dual encoder of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "mini";

        [Description("Other pairs of the shard that each pair is held against at most, for alignment.rank and alignment.margin; 0: none.")]
        [Range(0, 4095)]
        public int Negatives { get; init; } = 127;
    }

    /// <exception cref="ConfigurationException">No such model, or it is not whole.</exception>
    public AlignmentStage(IModels models, Options options) =>
        (_encoder, _options) = (models.OpenDualEncoder(options.Model), options);

    /// <summary>As many samples in work as fill the engine's batches.</summary>
    public StageNeeds Needs => new(Workers: Math.Max(Environment.ProcessorCount, _encoder.InFlight));

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(Cosine, FeatureKind.Number, "Cosine of picture and caption, -1 to 1; of the best sampled frame for a video."),
        new(MeanCosine, FeatureKind.Number, "Videos: mean cosine over the sampled frames."),
        new(Embedding, FeatureKind.Vector, "Unit-length embedding of the picture; of the best sampled frame for a video."),
        new(BestFrame, FeatureKind.Number, "Videos: time of the best sampled frame in seconds."),
        new(ModelDigest, FeatureKind.Code, "Digest of the dual encoder that gave these numbers."),
        new(Rank, FeatureKind.Whole, "The worse of the two ranks below: 1 is best."),
        new(TextSide(Rank), FeatureKind.Whole, "Rank of the sample's caption among it and the negatives' captions, for its picture."),
        new(ImageSide(Rank), FeatureKind.Whole, "Rank of the sample's picture among it and the negatives' pictures, for its caption."),
        new(Margin, FeatureKind.Number, "The worse of the two margins below."),
        new(TextSide(Margin), FeatureKind.Number, "Logit of the own caption less that of a negative's (log mean exp), in nats."),
        new(ImageSide(Margin), FeatureKind.Number, "Logit of the own picture less that of a negative's (log mean exp), in nats."),
        new(Both, FeatureKind.Number, "The sum of the two margins: how much likelier the two are together than apart, in nats."),
        new(MarginDecoy, FeatureKind.Number, "The margin that the picture has with another pair's caption: what a wrong pair looks like."),
        new(BothDecoy, FeatureKind.Number, "The contrast that the picture has with another pair's caption."),
        new(NegativesCount, FeatureKind.Whole, "How many other pairs of the shard it was held against."),
        new(Temperature, FeatureKind.Number, "Temperature of rank and margin: 1 over the model's logit scale."),
    ];

    /// <summary>What holds the sample against its negatives.</summary>
    public IReadOnlyList<FeatureColumn> OfShard => field ??= [.. Columns.SkipWhile(column => column.Name != Rank)];

    public IReadOnlyList<FeatureColumn> Scratch { get; } =
        [new(TextEmbedding, FeatureKind.Vector, "Unit-length embedding of the caption, which may hold personal data: never written.")];

    public IReadOnlyList<ViewSpec> Views => [_encoder.View];

    public IReadOnlyList<ModelUse> Models => [_encoder.Model];

    public async ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch.Where(sample => sample.IsLive))
        {
            try
            {
                await MeasureAsync(sample, cancel);
            }
            catch (DetectorException)
            {
                sample.Decide(Outcome.Quarantined, Name, "alignment.model-failed");
            }
        }
    }

    public ValueTask FinishAsync(IReadOnlyList<MeasuredSample> shard, CancellationToken cancel)
    {
        var pairs = shard.Where(row => row.Verdict.Outcome is Outcome.Kept && row.Features.Has(TextEmbedding))
            .Select(row => new ScoredPair(
                row.Id, row.AssetSha256, row.Features.Vector(Embedding)!, row.Features.Vector(TextEmbedding)!, row.Features))
            .OrderBy(pair => pair.Id, StringComparer.Ordinal)
            .ToArray();
        for (var i = 0; i < pairs.Length && _options.Negatives > 0; i++)
        {
            cancel.ThrowIfCancellationRequested();
            Hold(pairs[i], [.. Negatives.Of(pairs, i, _options.Negatives)]);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the encoder is shared and belongs to IModels

    private static string TextSide(string name) => name + "-text";

    private static string ImageSide(string name) => name + "-image";

    private async Task MeasureAsync(Sample sample, CancellationToken cancel)
    {
        var views = sample.Views.Where(view => view.Spec == _encoder.View).ToArray();
        if (views.Length == 0)
            return;
        var isCaptioned = !string.IsNullOrWhiteSpace(sample.Caption);

        // Both towers at once, and all frames: the engine decides what runs together.
        var embeddings = await Task.WhenAll(
            views.Select(view => _encoder.EmbedImageAsync(view, cancel).AsTask())
                .Concat(isCaptioned ? [_encoder.EmbedTextAsync(sample.Caption, cancel).AsTask()] : []));
        var frames = embeddings[..views.Length];

        sample.Features.Set(ModelDigest, _encoder.Model.Digest);
        var isVideo = sample.Media?.Modality is Modality.Video;
        if (!isCaptioned)
        {
            sample.Features.Set(Embedding, frames[0]);
            return;
        }

        var text = embeddings[^1];
        var cosines = Array.ConvertAll(frames, frame => Contrast.Dot(frame, text));
        var best = Array.IndexOf(cosines, cosines.Max()); // the earliest of equals
        sample.Features.Set(Cosine, cosines[best]);
        sample.Features.Set(Embedding, frames[best]);
        sample.Features.Set(TextEmbedding, text);
        if (isVideo)
        {
            sample.Features.Set(MeanCosine, cosines.Average());
            sample.Features.Set(BestFrame, (double)views[best].TimeSeconds);
        }
    }

    private void Hold(ScoredPair own, ScoredPair[] negatives)
    {
        own.Features.Set(NegativesCount, (long)negatives.Length);
        if (negatives.Length == 0)
            return; // nothing to rank it among
        var cosine = Contrast.Dot(own.Image, own.Text);
        var byText = Contrast.Of(cosine, Array.ConvertAll(negatives, other => Contrast.Dot(own.Image, other.Text)), _encoder.LogitScale);
        var byImage = Contrast.Of(cosine, Array.ConvertAll(negatives, other => Contrast.Dot(other.Image, own.Text)), _encoder.LogitScale);
        own.Features.Set(TextSide(Rank), (long)byText.Rank);
        own.Features.Set(ImageSide(Rank), (long)byImage.Rank);
        own.Features.Set(Rank, (long)Math.Max(byText.Rank, byImage.Rank));
        own.Features.Set(TextSide(Margin), byText.Margin);
        own.Features.Set(ImageSide(Margin), byImage.Margin);
        own.Features.Set(Margin, Math.Min(byText.Margin, byImage.Margin));
        own.Features.Set(Both, byText.Margin + byImage.Margin);
        own.Features.Set(Temperature, 1.0 / _encoder.LogitScale);
        if (negatives.Length > 1)
            HoldDecoy(own, negatives[0], negatives[1..]);
    }

    // The own pair takes no part: a wrong pair has its right caption and its right picture nowhere near, and so must the decoy.
    private void HoldDecoy(ScoredPair own, ScoredPair other, ScoredPair[] rest)
    {
        var cosine = Contrast.Dot(own.Image, other.Text);
        var byText = Contrast.Of(cosine, Array.ConvertAll(rest, pair => Contrast.Dot(own.Image, pair.Text)), _encoder.LogitScale);
        var byImage = Contrast.Of(cosine, Array.ConvertAll(rest, pair => Contrast.Dot(pair.Image, other.Text)), _encoder.LogitScale);
        own.Features.Set(MarginDecoy, Math.Min(byText.Margin, byImage.Margin));
        own.Features.Set(BothDecoy, byText.Margin + byImage.Margin);
    }
}

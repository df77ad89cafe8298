using System.ComponentModel;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Image-text alignment: the cosine between the embeddings of picture and caption (CLIPScore without its scale and clip, arXiv
/// 2104.08718). A video scores as its best sampled frame. Sound alone has no picture and gets no columns; an empty caption gets an
/// embedding and no score.
/// </summary>
[Stage("alignment")]
public sealed class AlignmentStage : IStage
{
    private const string Name = "alignment";
    private const string Cosine = "alignment.cosine";
    private const string MeanCosine = "alignment.cosine-mean";
    private const string Embedding = "alignment.image-embedding";
    private const string BestFrame = "alignment.best-frame-seconds";

    private readonly IDualEncoder _encoder;

    public sealed record Options
    {
        [Description("Dual encoder of the model store: `mmdata models list` shows them.")]
        public string Model { get; init; } = "mini";
    }

    /// <exception cref="ConfigurationException">No such model, or it is not whole.</exception>
    public AlignmentStage(IModels models, Options options) => _encoder = models.OpenDualEncoder(options.Model);

    public StageNeeds Needs { get; } = new(Workers: Environment.ProcessorCount);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(Cosine, FeatureKind.Number, "Cosine of picture and caption, -1 to 1; of the best sampled frame for a video."),
        new(MeanCosine, FeatureKind.Number, "Videos: mean cosine over the sampled frames."),
        new(Embedding, FeatureKind.Vector, "Unit-length embedding of the picture; of the best sampled frame for a video."),
        new(BestFrame, FeatureKind.Number, "Videos: time of the best sampled frame in seconds."),
    ];

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

    public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the encoder is shared and belongs to IModels

    private async Task MeasureAsync(Sample sample, CancellationToken cancel)
    {
        var views = sample.Views.Where(view => view.Spec == _encoder.View).ToArray();
        if (views.Length == 0)
            return;
        var frames = new List<float[]>(views.Length);
        foreach (var view in views)
            frames.Add(await _encoder.EmbedImageAsync(view, cancel));

        var isVideo = sample.Media?.Modality is Modality.Video;
        if (string.IsNullOrWhiteSpace(sample.Caption))
        {
            sample.Features.Set(Embedding, frames[0]);
            return;
        }

        var text = await _encoder.EmbedTextAsync(sample.Caption, cancel);
        var cosines = frames.ConvertAll(frame => Dot(frame, text));
        var best = cosines.IndexOf(cosines.Max()); // the earliest of equals
        sample.Features.Set(Cosine, cosines[best]);
        sample.Features.Set(Embedding, frames[best]);
        if (isVideo)
        {
            sample.Features.Set(MeanCosine, cosines.Average());
            sample.Features.Set(BestFrame, (double)views[best].TimeSeconds);
        }
    }

    /// <summary>In double and in order, so that every machine adds alike.</summary>
    private static double Dot(float[] a, float[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }
}

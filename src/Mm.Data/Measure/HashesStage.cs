using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>Perceptual hash of a still, or of the middle sampled frame of a video. Sound has none.</summary>
[Stage("hashes")]
public sealed class HashesStage : IStage
{
    private static readonly ViewSpec View = new(PerceptualHash.Side, PerceptualHash.Side, Fit.Squash, PixelLayout.Luma);

    public StageNeeds Needs { get; } = new(BatchMax: 16);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(KnownFeatures.PerceptualHash, FeatureKind.Code, "64-bit DCT hash of the picture, or of a video's middle frame: 16 hex digits."),
        new(KnownFeatures.FlatPicture, FeatureKind.Flag, "The picture shows too little for its hash to tell it from others."),
    ];

    public IReadOnlyList<ViewSpec> Views { get; } = [View];

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Asset;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            cancel.ThrowIfCancellationRequested();
            var frames = sample.Views.Where(view => view.Spec == View).OrderBy(view => view.TimeSeconds).ToList();
            if (frames.Count == 0)
                continue;
            var hash = PerceptualHash.Of(frames[frames.Count / 2].Pixels.Span);
            sample.Features.Set(KnownFeatures.PerceptualHash, hash.Bits.ToString("x16", CultureInfo.InvariantCulture));
            sample.Features.Set(KnownFeatures.FlatPicture, hash.IsFlat);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Nothing to set.</summary>
    public sealed record Options;
}

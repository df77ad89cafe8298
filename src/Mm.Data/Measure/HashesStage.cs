using System.ComponentModel;
using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>Perceptual hash of a still, or of the middle sampled frame of a video. Sound has none.</summary>
[Stage("hashes")]
public sealed class HashesStage(HashesStage.Options options) : IStage
{
    private static readonly ViewSpec View = new(PerceptualHash.Side, PerceptualHash.Side, Fit.Squash, PixelLayout.Luma);
    private static readonly ViewSpec WindowView = new(WindowHashes.Side, WindowHashes.Side, Fit.Squash, PixelLayout.Luma);

    public StageNeeds Needs { get; } = new(BatchMax: 16);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(KnownFeatures.PerceptualHash, FeatureKind.Code, "64-bit DCT hash of the picture, or of a video's middle frame: 16 hex digits."),
        new(KnownFeatures.FlatPicture, FeatureKind.Flag, "The picture shows too little for its hash to tell it from others."),
        .. options.Crops
            ? [new(KnownFeatures.WindowHashes, FeatureKind.Code, "Hashes of 256 bits of the picture and of 34 windows of it, base64.")]
            : Array.Empty<FeatureColumn>(),
    ];

    public IReadOnlyList<ViewSpec> Views { get; } = options.Crops ? [View, WindowView] : [View];

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Asset;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            cancel.ThrowIfCancellationRequested();
            Measure(sample.Views, sample.Features, options.Crops);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Writes the hashes of the middle frame; nothing where there is none.</summary>
    public static void Measure(IReadOnlyList<View> views, FeatureRow features, bool crops)
    {
        if (Middle(views, View) is not { } small)
            return;
        var hash = PerceptualHash.Of(small.Pixels.Span);
        features.Set(KnownFeatures.PerceptualHash, hash.Bits.ToString("x16", CultureInfo.InvariantCulture));
        features.Set(KnownFeatures.FlatPicture, hash.IsFlat);
        if (crops && !hash.IsFlat && Middle(views, WindowView) is { } large)
            features.Set(KnownFeatures.WindowHashes, Convert.ToBase64String(WindowHashes.Of(large.Pixels.Span)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static View? Middle(IReadOnlyList<View> views, ViewSpec spec)
    {
        var frames = views.Where(view => view.Spec == spec).OrderBy(view => view.TimeSeconds).ToList();
        return frames.Count == 0 ? null : frames[frames.Count / 2];
    }

    public sealed record Options
    {
        [Description("Also measure hashes of windows, by which select.duplicates.cropBits tells crops: 1,120 bytes a picture.")]
        public bool Crops { get; init; }
    }
}

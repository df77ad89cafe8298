using System.ComponentModel;
using Mm.Data.Measure.Quality;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>
/// Blur, exposure, contrast, entropy, compression, blocks and solid borders of pictures, of the middle sampled frame of a film; cuts,
/// motion, black and frozen frames of films. Columns alone: rules decide.
/// </summary>
[Stage("picture-quality")]
public sealed class PictureQualityStage(PictureQualityStage.Options options) : IStage
{
    private const string Prefix = "picture-quality.";
    private const int BitsAByte = 8;

    // Levels of 255 between sampled frames: below the one nothing moves, above the other hardly anything is what it was.
    private const double FrozenLevels = 0.5;
    private const double CutLevels = 40;
    private const double BlackBrightness = 0.06;

    private static readonly ViewSpec View = new(PictureQuality.Side, PictureQuality.Side, Fit.Squash, PixelLayout.Luma);
    private static readonly ViewSpec Unscaled = new(Blockiness.Side, Blockiness.Side, Fit.Native, PixelLayout.Luma);

    public StageNeeds Needs { get; } = new(BatchMax: 16);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(Prefix + "blur", FeatureKind.Number, "Variance of the Laplacian at 256 x 256; low where nothing is sharp."),
        new(Prefix + "brightness", FeatureKind.Number, "Mean luma, 0 to 1."),
        new(Prefix + "contrast", FeatureKind.Number, "Standard deviation of luma, 0 to 0.5."),
        new(Prefix + "dark-share", FeatureKind.Number, "Share of pixels that are nearly black."),
        new(Prefix + "bright-share", FeatureKind.Number, "Share of pixels that are nearly white."),
        new(Prefix + "entropy", FeatureKind.Number, "Entropy of the grey levels in bits, 0 to 8."),
        new(Prefix + "border-share", FeatureKind.Number, "Share of the area in solid rows and columns at the edges."),
        new(Prefix + "bits-a-pixel", FeatureKind.Number, "Bits of the file a pixel of all frames; absent for sound."),
        new(Prefix + "motion", FeatureKind.Number, "Films: mean difference of successive sampled frames, 0 to 1."),
        new(Prefix + "frozen-share", FeatureKind.Number, "Films: share of sampled frames that equal the one before."),
        new(Prefix + "black-share", FeatureKind.Number, "Films: share of sampled frames that are black."),
        new(Prefix + "cuts", FeatureKind.Whole, "Films: sampled frames that have hardly anything of the one before."),
        new(Prefix + "cut-seconds", FeatureKind.Vector, "Films: times of those frames, where scenes begin."),
        new(Prefix + "best-frame-seconds", FeatureKind.Number, "Films: time of the sharpest frame that is neither black nor glaring."),
        .. options.Blockiness
            ? [new(Prefix + "blockiness", FeatureKind.Number, "Steps where blocks of 8 pixels meet over those elsewhere; 1 for none.")]
            : Array.Empty<FeatureColumn>(),
    ];

    public IReadOnlyList<ViewSpec> Views { get; } = options.Blockiness ? [View, Unscaled] : [View];

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
            var isFilm = sample.Media?.Modality is Modality.Video;
            PictureQuality[] judged = isFilm ? [.. frames.Select(Judged)] : [Judged(frames[frames.Count / 2])];
            Write(judged[judged.Length / 2], sample.Features);
            if (sample.Media is { Width: > 0, Height: > 0, Frames: > 0 } media)
            {
                var pixels = (double)media.Width * media.Height * media.Frames;
                sample.Features.Set(Prefix + "bits-a-pixel", (double)sample.Encoded.Length * BitsAByte / pixels);
            }

            if (sample.Views.Where(view => view.Spec == Unscaled).OrderBy(view => view.TimeSeconds).ToList() is { Count: > 0 } pieces)
                WriteBlocks(pieces[pieces.Count / 2], sample.Features);
            if (isFilm)
                WriteFilm(frames, judged, sample.Features);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Write(PictureQuality quality, FeatureRow features)
    {
        features.Set(Prefix + "blur", quality.Blur);
        features.Set(Prefix + "brightness", quality.Brightness);
        features.Set(Prefix + "contrast", quality.Contrast);
        features.Set(Prefix + "dark-share", quality.DarkShare);
        features.Set(Prefix + "bright-share", quality.BrightShare);
        features.Set(Prefix + "entropy", quality.EntropyBits);
        features.Set(Prefix + "border-share", quality.BorderShare);
    }

    private static void WriteBlocks(View piece, FeatureRow features)
    {
        if (Blockiness.Of(piece.Pixels.Span, piece.ContentWidth, piece.ContentHeight) is { } blocks)
            features.Set(Prefix + "blockiness", blocks);
    }

    private static PictureQuality Judged(View frame) => PictureQuality.Of(frame.Pixels.Span);

    private static void WriteFilm(List<View> frames, PictureQuality[] judged, FeatureRow features)
    {
        double[] steps = [.. frames.Zip(frames.Skip(1), (one, next) => PictureQuality.Difference(one.Pixels.Span, next.Pixels.Span))];
        var black = judged.Count(quality => quality.Brightness < BlackBrightness);
        features.Set(Prefix + "motion", steps.Length == 0 ? 0 : steps.Average() / byte.MaxValue);
        features.Set(Prefix + "frozen-share", steps.Length == 0 ? 0 : steps.Count(step => step < FrozenLevels) / (double)steps.Length);
        features.Set(Prefix + "black-share", black / (double)frames.Count);
        features.Set(Prefix + "cuts", steps.LongCount(step => step > CutLevels));
        features.Set(Prefix + "cut-seconds", [.. frames.Skip(1).Where((_, i) => steps[i] > CutLevels).Select(frame => frame.TimeSeconds)]);
        features.Set(Prefix + "best-frame-seconds", (double)Best(frames, judged).TimeSeconds);
    }

    // The earliest of equals; of all where none is well exposed.
    private static View Best(List<View> frames, PictureQuality[] judged)
    {
        var all = frames.Zip(judged, (frame, quality) => (Frame: frame, Quality: quality)).ToList();
        var exposed = all.FindAll(one => one.Quality.Brightness is >= BlackBrightness and <= 1 - BlackBrightness);
        return (exposed.Count > 0 ? exposed : all).MaxBy(one => one.Quality.Blur).Frame;
    }

    public sealed record Options
    {
        [Description("Also measure how far the blocks of JPEG show. Needs a piece at full size, so that nothing is decoded smaller.")]
        public bool Blockiness { get; init; }
    }
}

using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Measure;

/// <summary>The technical facts of the asset as columns, as the decoder told them.</summary>
[Stage("media")]
public sealed class MediaStage : IStage
{
    public StageNeeds Needs { get; } = new(BatchMax: 64);

    public IReadOnlyList<FeatureColumn> Columns { get; } =
    [
        new(KnownFeatures.Modality, FeatureKind.Code, "What the asset is: image, video or audio."),
        new("media.container", FeatureKind.Code, "Container by content, such as jpeg or mp4."),
        new("media.codec", FeatureKind.Code, "Codec of the picture or, for sound alone, of the sound."),
        new("media.width", FeatureKind.Whole, "Width of the upright picture in pixels; 0 for sound."),
        new("media.height", FeatureKind.Whole, "Height of the upright picture in pixels; 0 for sound."),
        new("media.pixels", FeatureKind.Whole, "Width times height; 0 for sound."),
        new("media.aspect", FeatureKind.Number, "Longer side by shorter side, at least 1; absent for sound."),
        new("media.frames", FeatureKind.Whole, "Frames or pages; 1 for a still."),
        new("media.duration-seconds", FeatureKind.Number, "Length in seconds; 0 for a still."),
        new("media.has-audio", FeatureKind.Flag, "Whether the asset carries sound."),
        new("media.orientation", FeatureKind.Whole, "EXIF orientation of the source, 1 to 8."),
    ];

    public IReadOnlyList<ViewSpec> Views => [];

    public IReadOnlyList<ModelUse> Models => [];

    public StageReads Reads => StageReads.Asset;

    public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
    {
        foreach (var sample in batch)
        {
            if (sample.Media is { } media)
                Write(media, sample.Features);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The code of a modality in <c>media.modality</c>, the same word that pipeline files use.</summary>
    public static string Code(Modality modality) => modality switch
    {
        Modality.Image => "image",
        Modality.Video => "video",
        Modality.Audio => "audio",
        _ => throw new ArgumentOutOfRangeException(nameof(modality), modality, "No such modality."),
    };

    private static void Write(MediaFacts media, FeatureRow features)
    {
        features.Set(KnownFeatures.Modality, Code(media.Modality));
        features.Set("media.container", media.Container);
        features.Set("media.codec", media.Codec);
        features.Set("media.width", (long)media.Width);
        features.Set("media.height", (long)media.Height);
        features.Set("media.pixels", (long)media.Width * media.Height);
        if (media is { Width: > 0, Height: > 0 })
            features.Set("media.aspect", (double)Math.Max(media.Width, media.Height) / Math.Min(media.Width, media.Height));
        features.Set("media.frames", (long)media.Frames);
        features.Set("media.duration-seconds", media.DurationSeconds);
        features.Set("media.has-audio", media.HasAudio);
        features.Set("media.orientation", (long)media.Orientation);
    }

    /// <summary>Nothing to set.</summary>
    public sealed record Options;
}

using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// The only way to open media. Implementations run the parsing in a sandboxed child; a child's crash or timeout comes back as a reason.
/// </summary>
public interface IDecoder
{
    /// <summary>How many requests it takes at once to be never idle; more than that wait.</summary>
    int Width { get; }

    ValueTask<Decoded<MediaFacts>> ProbeAsync(ReadOnlyMemory<byte> encoded, CancellationToken cancel);

    ValueTask<Decoded<ViewsResult>> ViewsAsync(ReadOnlyMemory<byte> encoded, ViewsRequest request, CancellationToken cancel);

    ValueTask<Decoded<RenderResult>> RenderAsync(ReadOnlyMemory<byte> encoded, RenderRequest request, CancellationToken cancel);
}

/// <summary>Which views to make. Stills give one view a spec; videos one a spec and sampled frame.</summary>
public sealed record ViewsRequest
{
    public IReadOnlyList<ViewSpec> Specs { get; init; } = [];

    /// <summary>Seconds between sampled frames of a video; the first at time 0.</summary>
    public double FrameEverySeconds { get; init; } = 1;

    /// <summary>At most so many frames; a longer video is sampled more sparsely, evenly over its length.</summary>
    public int FramesMax { get; init; } = 32;

    /// <summary>
    /// Looks at a window of a film instead of all of it: the first frame at or after this time, and of every step from it on, at most
    /// <see cref="FramesMax"/>; none where the film ends before. Frames are never spread nor taken by keyframes then.
    /// </summary>
    public double? FromSeconds { get; init; }

    public FrameMode FrameMode { get; init; } = FrameMode.Interval;

    /// <summary>Also return mono 16 kHz sound.</summary>
    public bool Audio16k { get; init; }

    /// <summary>
    /// Large JPEGs may be decoded at 1/2, 1/4 or 1/8, as long as both sides stay at least <see cref="ScaledMargin"/> times those that
    /// every view is scaled to.
    /// </summary>
    public bool Scaled { get; init; }

    /// <summary>
    /// 1 to 4. Measured on photographs at 224 pixels against the full decode: at 2 0.16 levels of 255 in the mean and 3 at most, at 1.7
    /// 0.3 and 19, at 1 0.8 and 21.
    /// </summary>
    public double ScaledMargin { get; init; } = 2;

    /// <summary>The views that <paramref name="stages"/> want, each once, at the frames of a pipeline file, from a full decode.</summary>
    public static ViewsRequest Of(IReadOnlyCollection<IStage> stages, FrameOptions frames) => new()
    {
        Specs = [.. stages.SelectMany(stage => stage.Views).Distinct()],
        FrameEverySeconds = frames.EverySeconds,
        FramesMax = frames.Max,
        FrameMode = frames.Mode,
        Audio16k = stages.Any(stage => stage.Hears),
    };
}

public sealed record ViewsResult
{
    public required MediaFacts Media { get; init; }

    /// <summary>By frame time, then in the order of the request's specs.</summary>
    public required IReadOnlyList<View> Views { get; init; }

    public ReadOnlyMemory<float> Audio16k { get; init; }

    /// <summary>
    /// Gives the memory of <see cref="Views"/> back for another answer, when nobody reads them any more; null where there is nothing to
    /// give back. Who never calls it leaves it to the collector.
    /// </summary>
    public IDisposable? Lease { get; init; }

    /// <summary>Share of its full sides at which a picture was decoded: 1, 0.5, 0.25 or 0.125.</summary>
    public double DecodeScale { get; init; } = 1;
}

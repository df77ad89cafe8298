using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// The only way to open media. Implementations run the parsing in a sandboxed child; a child's crash or timeout comes back as a reason.
/// </summary>
public interface IDecoder
{
    /// <summary>How many requests run at once; more than that wait.</summary>
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

    /// <summary>Also return mono 16 kHz sound.</summary>
    public bool Audio16k { get; init; }

    /// <summary>The views that <paramref name="stages"/> want, each once, at the frames of a pipeline file.</summary>
    public static ViewsRequest Of(IEnumerable<IStage> stages, FrameOptions frames) => new()
    {
        Specs = [.. stages.SelectMany(stage => stage.Views).Distinct()],
        FrameEverySeconds = frames.EverySeconds,
        FramesMax = frames.Max,
    };
}

public sealed record ViewsResult
{
    public required MediaFacts Media { get; init; }

    /// <summary>By frame time, then in the order of the request's specs.</summary>
    public required IReadOnlyList<View> Views { get; init; }

    public ReadOnlyMemory<float> Audio16k { get; init; }
}

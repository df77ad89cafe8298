using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>Which frames of a video are looked at.</summary>
public enum FrameMode : byte
{
    /// <summary>The first frame of every step.</summary>
    Interval,

    /// <summary>
    /// The first keyframe of every step; a step without one gives none. Several times cheaper: nothing between them is decoded.
    /// </summary>
    Keyframes,
}

public sealed record FrameOptions
{
    [Description("interval: the first frame of every step; keyframes: the first keyframe of every step, several times cheaper.")]
    public FrameMode Mode { get; init; } = FrameMode.Interval;

    [Description("Seconds between sampled frames of a video.")]
    [Range(0.04, 3600)]
    public double EverySeconds { get; init; } = 1;

    [Description("Sampled frames of a video at most; a longer one is sampled more sparsely.")]
    [Range(1, 1024)]
    public int Max { get; init; } = 32;
}

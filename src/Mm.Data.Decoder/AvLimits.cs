namespace Mm.Data.Decoder;

/// <summary>
/// What one video or sound file may cost. Over a limit means <c>decode.too-large</c>, found out before frames are decoded.
/// </summary>
public sealed record AvLimits
{
    /// <summary>Private folder for intermediate files, emptied after each request. Its file system may be small and limited.</summary>
    public required string TemporaryFolder { get; init; }

    /// <summary>Pixels of one frame at most.</summary>
    public long FramePixelsMax { get; init; } = 50_000_000;

    /// <summary>Frames of a video at most (frame rate x duration).</summary>
    public long FramesMax { get; init; } = 100_000;

    /// <summary>Duration at most.</summary>
    public double SecondsMax { get; init; } = 600;

    /// <summary>Bytes of one rendered output at most.</summary>
    public long OutputBytesMax { get; init; } = 1L << 30;
}

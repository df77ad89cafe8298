namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// A rectangle to fill, in fractions of the upright picture. For video it holds from <paramref name="FromSeconds"/> to
/// <paramref name="ToSeconds"/> (inclusive); stills ignore the times. <paramref name="Kind"/> is <c>face</c>, <c>text</c>, ...
/// </summary>
public sealed record FillRegion(
    string Kind, float X, float Y, float Width, float Height, double FromSeconds = 0, double ToSeconds = double.MaxValue)
{
    /// <summary>Stills alone ask for another than solid.</summary>
    public FillStyle Style { get; init; }
}

/// <summary>What to do with sound. Nothing here is called anonymised.</summary>
public enum SoundPolicy : byte
{
    /// <summary>No sound in the output.</summary>
    Remove,

    Keep,

    /// <summary>Sound with the intervals of <see cref="RenderRequest.Mute"/> set to digital silence.</summary>
    MuteSpans,
}

/// <summary>Full decode, fill, drop every metadata carrier, encode anew. Same request and bytes give the same output.</summary>
public sealed record RenderRequest
{
    public IReadOnlyList<FillRegion> Fill { get; init; } = [];

    /// <summary><c>jpeg</c> or <c>png</c>.</summary>
    public string ImageFormat { get; init; } = "jpeg";

    /// <summary>JPEG quality, 1 to 100.</summary>
    public int ImageQuality { get; init; } = 90;

    /// <summary>Longer side in pixels of pictures and videos at most; 0 keeps the size. Never enlarges.</summary>
    public int SideMax { get; init; }

    /// <summary>x264 constant rate factor, 0 to 51.</summary>
    public int VideoCrf { get; init; } = 23;

    public SoundPolicy Sound { get; init; } = SoundPolicy.Remove;

    /// <summary>With <see cref="SoundPolicy.MuteSpans"/>: what becomes silence. May overlap and come in any order.</summary>
    public IReadOnlyList<SoundSpan> Mute { get; init; } = [];
}

public sealed record RenderResult
{
    public required Modality Modality { get; init; }

    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>File name extension of the encoding, without a dot: <c>jpg</c>, <c>png</c>, <c>mp4</c>, <c>flac</c>.</summary>
    public required string Extension { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public double DurationSeconds { get; init; }

    /// <summary>
    /// Gives the memory of <see cref="Bytes"/> back for another answer, when nobody reads them any more; null where there is nothing to
    /// give back. Who never calls it leaves it to the collector.
    /// </summary>
    public IDisposable? Lease { get; init; }
}

namespace Mm.Data.Pipeline.Ports;

public enum Modality : byte
{
    Image,
    Video,
    Audio,
}

/// <summary>What an asset really is, by content, never by name.</summary>
public sealed record MediaFacts
{
    public required Modality Modality { get; init; }

    /// <summary>Container as sniffed: <c>jpeg</c>, <c>png</c>, <c>mp4</c>, <c>wav</c>, ...</summary>
    public required string Container { get; init; }

    /// <summary>Codec of the picture or, for sound alone, of the sound.</summary>
    public required string Codec { get; init; }

    /// <summary>Width of the upright picture in pixels; 0 for sound.</summary>
    public int Width { get; init; }

    /// <summary>Height of the upright picture in pixels; 0 for sound.</summary>
    public int Height { get; init; }

    /// <summary>Frames or pages; 1 for a still.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>0 for a still.</summary>
    public double DurationSeconds { get; init; }

    public bool HasAudio { get; init; }

    /// <summary>EXIF orientation 1 to 8; 1 where there is none.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>What its own metadata says of rights; null for video and sound, where it is not read.</summary>
    public MediaRights? Rights { get; init; }
}

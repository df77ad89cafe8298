using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>What is known of a file before anything of it is decoded for good.</summary>
internal sealed record AvFacts(MediaFacts Media, PictureTrack? Picture, SoundTrack? Sound)
{
    /// <summary>Where the file's own clock starts, in seconds; seeking counts from here.</summary>
    public double StartSeconds { get; init; }
}

/// <summary>
/// The first real picture stream. Sizes are upright. <c>Stored</c> sizes are in stored pixels, <c>Width</c> and <c>Height</c> in
/// square ones. Time 0 of views and fills is <c>StartSeconds</c> on the stream's clock.
/// </summary>
internal sealed record PictureTrack
{
    public required int Index { get; init; }

    public required string Codec { get; init; }

    public required string PixelFormat { get; init; }

    public required int StoredWidth { get; init; }

    public required int StoredHeight { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>Colour matrix by ffmpeg's name; <c>unknown</c> where the stream does not say.</summary>
    public required string Matrix { get; init; }

    public required bool FullRange { get; init; }

    public required double StartSeconds { get; init; }

    /// <summary>Time base as <c>1:90000</c>.</summary>
    public required string TimeBase { get; init; }

    /// <summary>Packets that are shown: counted, not as the header claims.</summary>
    public required int Frames { get; init; }

    public required int Keyframes { get; init; }

    /// <summary>From the first frame to the end of the last: by packets, not as the header claims.</summary>
    public required double DurationSeconds { get; init; }
}

internal sealed record SoundTrack(int Index, string Codec, int Channels, int RateHz, double DurationSeconds);

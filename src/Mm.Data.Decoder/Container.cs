namespace Mm.Data.Decoder;

/// <summary>What the first bytes of an asset say that it is. Names and extensions are never asked.</summary>
public enum Container : byte
{
    Unknown,
    Jpeg,
    Png,
    Gif,
    Webp,
    Tiff,
    Bmp,
    Avif,
    Heic,
    Mp4,

    /// <summary>Matroska or WebM.</summary>
    Matroska,
    Avi,
    Ogg,
    Wav,
    Mp3,
    Flac,

    /// <summary>A text that names other media (M3U, ffconcat, PLS, SDP, DASH, SMIL): opening it would open what it names.</summary>
    Playlist,
}

public static class Containers
{
    public static bool IsImage(this Container container) => container is >= Container.Jpeg and <= Container.Heic;

    public static bool IsVideoOrAudio(this Container container) => container is >= Container.Mp4 and <= Container.Flac;

    /// <summary>The name that stands in <see cref="Pipeline.Ports.MediaFacts.Container"/>: <c>jpeg</c>, <c>matroska</c>, ...</summary>
    public static string Name(this Container container) => container.ToString().ToLowerInvariant();
}

using System.Globalization;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// The options that every opening of a hostile file carries. The demuxer is forced to the one that was sniffed and no other may be
/// entered, so that a text that names other files is never followed; only local files and pipes may be read; what is read to learn
/// about streams is bounded.
/// </summary>
internal static class Demuxer
{
    private const int ProbeBytes = 16 << 20;
    private const int AnalyseMicroseconds = 10_000_000;
    private const int StreamsMax = 64;
    private const int AllocationBytesMax = 1 << 29;

    /// <summary>ffmpeg's name of the demuxer; null where the container is none of video or sound.</summary>
    public static string? Name(Container container) => container switch
    {
        Container.Mp4 => "mov",
        Container.Matroska => "matroska",
        Container.Avi => "avi",
        Container.Ogg => "ogg",
        Container.Wav => "wav",
        Container.Mp3 => "mp3",
        Container.Flac => "flac",
        _ => null,
    };

    /// <summary>Options before the input, but for the demuxer itself. Common to ffmpeg and ffprobe.</summary>
    public static IReadOnlyList<string> Guards(Container container, AvLimits limits) =>
    [
        "-hide_banner", "-v", "error",
        "-max_alloc", Text(AllocationBytesMax),
        "-format_whitelist", Name(container)!,
        "-protocol_whitelist", "file,pipe",
        "-probesize", Text(ProbeBytes),
        "-analyzeduration", Text(AnalyseMicroseconds),
        "-max_streams", Text(StreamsMax),
        "-max_pixels", Text(limits.FramePixelsMax),
        "-threads", "1",
    ];

    /// <summary>The input as a file, whatever its name looks like.</summary>
    public static string File(string path) => $"file:{Path.GetFullPath(path)}";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

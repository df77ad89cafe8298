using System.Diagnostics;
using Mm.Data.Decode;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Learns what a video or sound file is from its structure and packets, without decoding it for good, and holds it against the
/// limits. Everything else here starts with this.
/// </summary>
public static class AvProbe
{
    // About 90 bytes a packet: more than the longest allowed film has.
    internal const long AnswerBytesMax = 64 << 20;

    /// <returns>
    /// The facts, or a reason: <c>decode.unsupported</c>, <c>decode.truncated</c> (also when only the end is missing),
    /// <c>decode.corrupt</c>, <c>decode.too-large</c>.
    /// </returns>
    /// <exception cref="EnvironmentException">ffprobe is not installed.</exception>
    public static async Task<Decoded<MediaFacts>> RunAsync(string path, Container container, AvLimits limits, CancellationToken cancel)
    {
        var found = await InspectAsync(path, container, limits, cancel);
        return found.Value is { } facts ? facts.Media : Decoded.Failed<MediaFacts>(found.Reason!);
    }

    internal static async Task<Decoded<AvFacts>> InspectAsync(string path, Container container, AvLimits limits, CancellationToken cancel)
    {
        if (Demuxer.Name(container) is not { } demuxer)
            return Decoded.Failed<AvFacts>(DecodeReasons.Unsupported);
        if (Extent.Check(path, container) is { } cut)
            return Decoded.Failed<AvFacts>(cut);

        var start = new ProcessStartInfo(Tool.Ffprobe);
        foreach (var argument in (string[])
            [
                .. Demuxer.Guards(container, limits), "-show_entries", ProbeJson.Entries, "-of", "json=c=1",
                "-f", demuxer, "-i", Demuxer.File(path),
            ])
            start.ArgumentList.Add(argument);

        MemoryStream? answer = null;
        var exit = await Tool.RunAsync(start, ReadAsync, cancel);
        if (answer is null)
            return Decoded.Failed<AvFacts>(DecodeReasons.TooLarge);
        if (exit.Code != 0)
            return Decoded.Failed<AvFacts>(AvReasons.Of(exit));
        if (ProbeJson.Parse(answer) is not { } json)
            return Decoded.Failed<AvFacts>(DecodeReasons.Corrupt);
        if (AvReasons.SaysTruncated(exit) || Tracks.StopsShort(json, container))
            return Decoded.Failed<AvFacts>(DecodeReasons.Truncated);
        var found = Tracks.Read(json, container);

        // ffprobe ends well even where no stream could be understood: its complaint says why.
        return found.Reason == DecodeReasons.Corrupt ? Decoded.Failed<AvFacts>(AvReasons.Of(exit)) : Within(found, limits);

        async Task<bool> ReadAsync(Stream output) => (answer = await Tool.ReadAllAsync(output, AnswerBytesMax, cancel)) is not null;
    }

    private static Decoded<AvFacts> Within(Decoded<AvFacts> found, AvLimits limits)
    {
        if (found.Value is not { } facts)
            return found;
        var frame = facts.Picture is { } picture
            ? Math.Max((long)picture.Width * picture.Height, (long)picture.StoredWidth * picture.StoredHeight)
            : 0;
        var isTooLarge = frame > limits.FramePixelsMax
            || facts.Picture?.Frames > limits.FramesMax
            || facts.Picture?.DurationSeconds > limits.SecondsMax
            || facts.Sound?.DurationSeconds > limits.SecondsMax;
        return isTooLarge ? Decoded.Failed<AvFacts>(DecodeReasons.TooLarge) : found;
    }
}

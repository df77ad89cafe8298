using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>Reads facts out of ffprobe's answer. Counts and times come from the packets: headers may lie.</summary>
internal static class Tracks
{
    private const double AspectMax = 4;

    public static Decoded<AvFacts> Read(ProbeJson json, Container container)
    {
        var picture = json.Streams.FirstOrDefault(IsPicture) is { } seen ? Picture(seen, json) : null;
        var sound = json.Streams.FirstOrDefault(stream => stream.CodecType == "audio") is { } heard ? Sound(heard, json) : null;
        if (picture is not null && !Codecs.MayShow(picture.Codec))
            return Decoded.Failed<AvFacts>(DecodeReasons.Unsupported);
        if (sound is not null && (!Codecs.MayPlay(sound.Codec) || sound.Channels < 1 || sound.RateHz < 1))
            sound = null;

        return (picture, sound) switch
        {
            (null, null) => Decoded.Failed<AvFacts>(DecodeReasons.Unsupported),
            ({ Width: < 1 } or { Height: < 1 } or { Frames: < 1 }, _) => Decoded.Failed<AvFacts>(DecodeReasons.Corrupt),
            _ => new AvFacts(Media(container, picture, sound), picture, sound) { StartSeconds = json.Format.StartTime },
        };
    }

    // A cover is stored as a picture stream of one frame; it makes no film of a song.
    private static bool IsPicture(ProbeStream stream) =>
        stream.CodecType == "video" && stream.Disposition is { AttachedPic: 0, TimedThumbnails: 0 };

    private static MediaFacts Media(Container container, PictureTrack? picture, SoundTrack? sound) => new()
    {
        Modality = picture is null ? Modality.Audio : Modality.Video,
        Container = container.Name(),
        Codec = picture?.Codec ?? sound!.Codec,
        Width = picture?.Width ?? 0,
        Height = picture?.Height ?? 0,
        Frames = picture?.Frames ?? 0,
        DurationSeconds = Math.Round(picture?.DurationSeconds ?? sound!.DurationSeconds, 6),
        HasAudio = sound is not null,
    };

    private static PictureTrack? Picture(ProbeStream stream, ProbeJson json)
    {
        var tick = Tick(stream.TimeBase);
        var packets = json.Packets.Where(packet => packet.StreamIndex == stream.Index && !IsDiscarded(packet)).ToList();
        var start = stream.StartPts ?? packets.Select(Time).Min() ?? 0;
        var end = End(packets, start);
        var turned = stream.SideData.Any(data => Math.Abs(data.Rotation) is 90 or 270);
        var (storedWidth, storedHeight) = turned ? (stream.Height, stream.Width) : (stream.Width, stream.Height);
        var aspect = Aspect(stream.SampleAspectRatio);
        return new PictureTrack
        {
            Index = stream.Index,
            Codec = stream.CodecName,
            PixelFormat = stream.PixFmt,
            StoredWidth = storedWidth,
            StoredHeight = storedHeight,
            Width = turned ? storedWidth : Stretch(storedWidth, aspect),
            Height = turned ? Stretch(storedHeight, aspect) : storedHeight,
            Matrix = stream.ColorSpace,
            FullRange = stream.ColorRange == "pc" || stream.PixFmt.StartsWith("yuvj", StringComparison.Ordinal),
            StartSeconds = start * tick,
            TimeBase = stream.TimeBase.Replace('/', ':'),
            Frames = packets.Count,
            Keyframes = packets.Count(packet => packet.Flags.StartsWith('K')),
            DurationSeconds = Math.Max(0, end - start) * tick,
        };
    }

    private static SoundTrack Sound(ProbeStream stream, ProbeJson json)
    {
        var packets = json.Packets.Where(packet => packet.StreamIndex == stream.Index && !IsDiscarded(packet)).ToList();
        var start = stream.StartPts ?? packets.Select(Time).Min() ?? 0;
        var end = End(packets, start);
        return new SoundTrack(
            stream.Index, stream.CodecName, stream.Channels, stream.SampleRate, Math.Max(0, end - start) * Tick(stream.TimeBase));
    }

    /// <summary>FLAC states its samples; packets that stop before, or none at all, mean that the end is missing.</summary>
    public static bool StopsShort(ProbeJson json, Container container) =>
        container is Container.Flac
        && json.Streams.FirstOrDefault(stream => stream.CodecType == "audio") is { DurationTs: { } claimed }
        && (json.Packets.Max(packet => Time(packet) + packet.Duration) ?? 0) < claimed;

    private static long? Time(ProbePacket packet) => packet.Pts ?? packet.Dts;

    /// <summary>When the last packet ends. Many files leave its duration open: then it lasts as long as the others on average.</summary>
    private static long End(List<ProbePacket> packets, long start)
    {
        var last = packets.MaxBy(packet => Time(packet) ?? long.MinValue);
        var at = last is null ? start : Time(last) ?? start;
        var lasts = last is { Duration: > 0 } ? last.Duration : (at - start) / Math.Max(1, packets.Count - 1);
        return at + lasts;
    }

    private static bool IsDiscarded(ProbePacket packet) => packet.Flags.Contains('D', StringComparison.Ordinal);

    private static double Tick(string timeBase)
    {
        var parts = timeBase.Split('/');
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var numerator)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var denominator)
            && denominator > 0
            ? numerator / denominator
            : 0;
    }

    /// <summary>Width of a stored pixel by its height; 1 where none is given or it is beyond anything a camera makes.</summary>
    private static double Aspect(string ratio)
    {
        var parts = ratio.Split(':');
        return parts.Length == 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var width)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var height)
            && width > 0
            && height > 0
            && width / height is >= 1 / AspectMax and <= AspectMax
            ? width / height
            : 1;
    }

    private static int Stretch(int stored, double aspect) => stored < 1 ? stored : Math.Max(1, (int)Math.Round(stored * aspect));
}

using System.Diagnostics;
using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av.Cutting;

/// <summary>
/// Cuts a film into the clips of its scenes. Pictures and sound are copied as they are encoded, without what else the film carries, so
/// that a clip has the film's quality and cutting costs little beside finding the cuts.
/// </summary>
internal sealed class ClipCutter(string path, Container container, ClipOptions options, AvLimits limits)
{
    private const long FramesMax = 1_000_000;
    private const int PartDigits = 5;

    private readonly AvLimits _limits = limits with { SecondsMax = options.FilmSecondsMax, FramesMax = FramesMax };

    /// <summary>The clips, none where the file has no pictures; or a reason.</summary>
    /// <exception cref="Mm.Data.Pipeline.EnvironmentException">ffmpeg is not installed.</exception>
    public async Task<Answer> AnswerAsync(CancellationToken cancel)
    {
        var found = await AvProbe.InspectAsync(path, container, _limits, cancel);
        if (found.Value is not { } facts)
            return Answer.Failed(found.Reason!);
        if (facts.Picture is not { } track)
            return new Answer(new Reply(), []);
        var packets = await Packets.ReadAsync(path, container, track, _limits, cancel);
        if (packets.Value is null)
            return Answer.Failed(packets.Reason!);
        var cuts = await SceneReader.ReadAsync(path, container, track, _limits, cancel);
        if (cuts.Value is null)
            return Answer.Failed(cuts.Reason!);
        var end = track.StartSeconds + track.DurationSeconds;
        var plan = CutPlan.Of(packets.Value, cuts.Value, end, options);
        if (plan.Count == 0)
            return Answer.Failed(ClipReasons.None);
        return plan.Count > options.ClipsMax
            ? Answer.Failed(ClipReasons.TooMany)
            : await CutAsync(facts, track, packets.Value.Count, plan, cancel);
    }

    private async Task<Answer> CutAsync(
        AvFacts facts, PictureTrack track, int count, IReadOnlyList<Stretch> plan, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_limits.TemporaryFolder, "clips")).FullName;
        int[] firsts = [.. plan.Select(stretch => stretch.First).Where(first => first > 0)];
        var exit = await Tool.RunAsync(Parts(facts, track, firsts, folder), cancel);
        if (exit.Code != 0)
            return Answer.Failed(AvReasons.Of(exit));
        var (entries, payload) = (new List<ClipEntry>(), new List<ReadOnlyMemory<byte>>());
        foreach (var stretch in plan)
        {
            var part = Array.IndexOf(firsts, stretch.First) + 1;
            var next = part < firsts.Length ? firsts[part] : count;
            var file = PartOf(folder, part);
            if (stretch.End < next && await ShortenAsync(file, stretch, cancel) is { } reason)
                return Answer.Failed(reason);
            var again = await AvProbe.InspectAsync(file, Container.Matroska, _limits, cancel);
            if (again.Value is null)
                return Answer.Failed(again.Reason!);
            var bytes = await File.ReadAllBytesAsync(file, cancel);
            entries.Add(new ClipEntry(stretch.FromSeconds - track.StartSeconds, stretch.ToSeconds - track.StartSeconds, bytes.Length));
            payload.Add(bytes);
        }

        return new Answer(new Reply { Clips = entries }, payload);
    }

    /// <summary>Cuts a part behind the stretch's last picture. The reason why not, or null.</summary>
    private async Task<string?> ShortenAsync(string file, Stretch stretch, CancellationToken cancel)
    {
        var shorter = file + ".shorter";
        var start = new ProcessStartInfo(Tool.Ffmpeg);
        foreach (var argument in (string[])
            [
                "-nostdin", "-y", .. Demuxer.Guards(Container.Matroska, _limits), "-f", Demuxer.Name(Container.Matroska)!,
                "-i", Demuxer.File(file), "-map", "0", "-c", "copy", "-frames:v", Text(stretch.End - stretch.First),
                "-t", (stretch.ToSeconds - stretch.FromSeconds).ToString("0.######", CultureInfo.InvariantCulture),
                "-fflags", "+bitexact", "-f", "matroska", shorter,
            ])
            start.ArgumentList.Add(argument);
        var exit = await Tool.RunAsync(start, cancel);
        if (exit.Code != 0)
            return AvReasons.Of(exit);
        File.Move(shorter, file, overwrite: true);
        return null;
    }

    /// <summary>Copies the film into parts that begin with the pictures at <paramref name="firsts"/>, and one before them.</summary>
    private ProcessStartInfo Parts(AvFacts facts, PictureTrack track, int[] firsts, string folder)
    {
        var start = new ProcessStartInfo(Tool.Ffmpeg);
        string[] sound = facts.Sound is { } heard ? ["-map", $"0:{Text(heard.Index)}"] : [];
        string[] parts = firsts.Length == 0
            ? ["-f", "matroska", PartOf(folder, 0)]
            : [
                "-f", "segment", "-segment_format", "matroska", "-segment_frames", string.Join(',', firsts.Select(Text)),
                "-reset_timestamps", "1", Path.Combine(folder, $"%0{PartDigits}d.mkv"),
            ];
        foreach (var argument in (string[])
            [
                "-nostdin", "-y", "-fflags", "+genpts", .. Demuxer.Guards(container, _limits),
                "-f", Demuxer.Name(container)!, "-i", Demuxer.File(path), "-map", $"0:{Text(track.Index)}", .. sound,
                "-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", .. parts,
            ])
            start.ArgumentList.Add(argument);
        return start;
    }

    private static string PartOf(string folder, int part) =>
        Path.Combine(folder, part.ToString($"D{PartDigits}", CultureInfo.InvariantCulture) + ".mkv");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}

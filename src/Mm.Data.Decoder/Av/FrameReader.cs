using System.Diagnostics;
using System.Globalization;
using Mm.Data.Decode;
using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>Decodes chosen frames, upright, at full size, in sRGB, and tells the time of each that really came.</summary>
internal sealed class FrameReader(string path, Container container, AvFacts facts, AvLimits limits)
{
    private readonly PictureTrack _track = facts.Picture!;

    /// <summary>
    /// Hands every frame to <paramref name="take"/> in order of time, one at a time; the picture is valid during the call only.
    /// Returns the frames' times in seconds from the film's first frame, or a reason.
    /// </summary>
    public async Task<Decoded<IReadOnlyList<double>>> ReadAsync(FramePlan plan, Action<Picture> take, CancellationToken cancel)
    {
        if (plan.Count == 0)
            return Some([]);
        using var picture = new Picture(_track.Width, _track.Height);
        if (plan.FromSeconds is not null)
            return await RunAsync(plan, plan.SelectSteps(_track), plan.Count, plan.SeekToWindow(facts), picture, take, cancel);
        if (!plan.Seeks)
            return OrCorrupt(await RunAsync(plan, plan.SelectSteps(_track), plan.Count, seekTo: null, picture, take, cancel));

        var times = new List<double>(plan.Count);
        for (var step = 0; step < plan.Count; step++)
        {
            // A step without a frame of its own leads to the next step's: it is taken once.
            var last = times.Count > 0 ? times[^1] : -1;
            if (last >= step * plan.StepSeconds)
                continue;
            var one = await RunAsync(plan, plan.SelectOne(_track, step), 1, plan.SeekTo(facts, step), picture, take, cancel);
            if (one.Value is null)
                return one;
            times.AddRange(one.Value);
        }

        return OrCorrupt(Some(times));
    }

    private static Decoded<IReadOnlyList<double>> OrCorrupt(Decoded<IReadOnlyList<double>> times) =>
        times.Value is { Count: 0 } ? Decoded.Failed<IReadOnlyList<double>>(DecodeReasons.Corrupt) : times;

    private static Decoded<IReadOnlyList<double>> Some(IReadOnlyList<double> times) => new() { Value = times };

    private async Task<Decoded<IReadOnlyList<double>>> RunAsync(
        FramePlan plan, string select, int count, double? seekTo, Picture picture, Action<Picture> take, CancellationToken cancel)
    {
        var folder = Directory.CreateDirectory(Path.Combine(limits.TemporaryFolder, "frames"));
        try
        {
            var times = Path.Combine(folder.FullName, "times");
            var command = Command(plan, select, count, seekTo, times);
            var exit = await Tool.RunAsync(command, output => TakeAsync(output, picture, take, cancel), cancel);
            return exit.Code == 0
                ? Some(FrameTimes.Read(times, _track.StartSeconds))
                : Decoded.Failed<IReadOnlyList<double>>(AvReasons.Of(exit));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The frames go to the pipe; a second output of 2 x 2 pixels writes their times as exact ticks, which a raw pipe cannot carry.
    private ProcessStartInfo Command(FramePlan plan, string select, int count, double? seekTo, string times)
    {
        var colour = Colour.IsRgb(_track) ? "" : $":in_color_matrix={Colour.Matrix(_track)}";
        var graph = $"[0:{_track.Index}]select='{select}',split=2[seen][timed];"
            + $"[seen]scale={_track.Width}:{_track.Height}:{Colour.ScaleFlags}{colour},format=rgb0[frames];"
            + "[timed]scale=2:2:flags=neighbor,format=gray[ticks]";
        var start = new ProcessStartInfo(Tool.Ffmpeg);
        foreach (var argument in (string[])
            [
                "-nostdin", "-y", .. Demuxer.Guards(container, limits), "-filter_threads", "1", "-filter_complex_threads", "1", "-copyts",
                .. plan.KeyframesOnly ? (string[])["-skip_frame", "nokey"] : [],
                .. seekTo is { } at ? (string[])["-noaccurate_seek", "-ss", Text(at)] : [],
                "-f", Demuxer.Name(container)!, "-i", Demuxer.File(path),
                "-filter_complex", graph,
                .. Output("[frames]", count), "-f", "rawvideo", "pipe:1",
                .. Output("[ticks]", count), "-fflags", "+bitexact", "-f", "framecrc", times,
            ])
            start.ArgumentList.Add(argument);
        return start;
    }

    private string[] Output(string pad, int count) =>
    [
        "-map", pad, "-frames:v", count.ToString(CultureInfo.InvariantCulture), "-fps_mode", "passthrough",
        "-enc_time_base", _track.TimeBase, "-c:v", "rawvideo",
    ];

    private static async Task<bool> TakeAsync(Stream output, Picture picture, Action<Picture> take, CancellationToken cancel)
    {
        var buffer = new byte[1 << 18];
        long filled = 0;
        int count;
        while ((count = await output.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, picture.Bytes - filled)), cancel)) > 0)
        {
            Put(buffer.AsSpan(0, count), picture, filled);
            filled += count;
            if (filled < picture.Bytes)
                continue;
            take(picture);
            filled = 0;
        }

        return true;
    }

    private static unsafe void Put(ReadOnlySpan<byte> bytes, Picture picture, long at) =>
        bytes.CopyTo(new Span<byte>(picture.Pixels + at, bytes.Length));

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}

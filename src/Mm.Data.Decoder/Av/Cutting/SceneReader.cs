using System.Diagnostics;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av.Cutting;

/// <summary>Decodes every frame of a film, small and grey, and tells when scenes begin.</summary>
internal static class SceneReader
{
    private const int FrameBytes = SceneCuts.Side * SceneCuts.Side;

    /// <returns>Seconds on the film's own clock, without the first scene; or a reason.</returns>
    public static async Task<Decoded<IReadOnlyList<double>>> ReadAsync(
        string path, Container container, PictureTrack track, AvLimits limits, CancellationToken cancel)
    {
        var times = Path.Combine(limits.TemporaryFolder, "times");
        var cuts = new SceneCuts();
        var exit = await Tool.RunAsync(Command(path, container, track, limits, times), TakeAsync, cancel);
        if (exit.Code != 0)
            return Decoded.Failed<IReadOnlyList<double>>(AvReasons.Of(exit));
        var known = FrameTimes.Read(times, startSeconds: 0);
        return new Decoded<IReadOnlyList<double>>
        {
            Value = [.. cuts.Frames().Where(frame => frame < known.Count).Select(frame => known[frame]).Order()],
        };

        async Task<bool> TakeAsync(Stream output)
        {
            var frame = new byte[FrameBytes];
            while (await output.ReadAtLeastAsync(frame, FrameBytes, throwOnEndOfStream: false, cancel) == FrameBytes)
                cuts.Add(frame);
            return true;
        }
    }

    // As FrameReader: a second output writes the frames' times as exact ticks.
    private static ProcessStartInfo Command(string path, Container container, PictureTrack track, AvLimits limits, string times)
    {
        string[] frames = ["-fps_mode", "passthrough", "-enc_time_base", track.TimeBase, "-c:v", "rawvideo"];
        var graph = $"[0:{track.Index}]scale={SceneCuts.Side}:{SceneCuts.Side}:flags=area,format=gray,split=2[seen][timed];"
            + "[timed]scale=2:2:flags=neighbor[ticks]";
        var start = new ProcessStartInfo(Tool.Ffmpeg);
        foreach (var argument in (string[])
            [
                "-nostdin", "-y", .. Demuxer.Guards(container, limits), "-filter_threads", "1", "-filter_complex_threads", "1", "-copyts",
                "-f", Demuxer.Name(container)!, "-i", Demuxer.File(path), "-filter_complex", graph,
                "-map", "[seen]", .. frames, "-f", "rawvideo", "pipe:1",
                "-map", "[ticks]", .. frames, "-fflags", "+bitexact", "-f", "framecrc", times,
            ])
            start.ArgumentList.Add(argument);
        return start;
    }
}

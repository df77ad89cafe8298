using System.Globalization;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Which frames of a film to look at: the first whose time is at or after 0, <c>StepSeconds</c>, 2 <c>StepSeconds</c>, ... A step
/// without a frame gives none. Seeking and reading through give the same frames; the choice between them follows from the file alone.
/// </summary>
internal sealed record FramePlan(int Count, double StepSeconds, bool Seeks)
{
    // Measured on one core with H.264: the start of a process that seeks, and the decoding of pixels.
    private const double SeekSeconds = 0.15;
    private const double PixelsPerSecond = 1.5e8;

    // Times are fractions of a tick of the stream; this is far below any tick.
    private const double Tolerance = 1e-6;

    public static FramePlan Of(PictureTrack track, Container container, double everySeconds, int framesMax)
    {
        var wanted = Math.Ceiling(track.DurationSeconds / everySeconds - Tolerance);
        var count = (int)Math.Clamp(wanted, 1, framesMax);
        var step = wanted > framesMax ? track.DurationSeconds / count : everySeconds;
        var frameSeconds = track.StoredWidth * (double)track.StoredHeight / PixelsPerSecond;
        var keyframeFrames = (double)track.Frames / Math.Max(1, track.Keyframes);
        var seeking = count * (SeekSeconds + (keyframeFrames / 2 * frameSeconds));

        // Only these containers have an index that leads to the keyframe before a time without reading all.
        var hasIndex = container is Container.Mp4 or Container.Matroska;
        return new FramePlan(count, step, hasIndex && seeking < track.Frames * frameSeconds);
    }

    /// <summary>Expression for ffmpeg's select filter that lets through the first frame of every step.</summary>
    public string SelectSteps(PictureTrack track)
    {
        var step = Text(StepSeconds);
        var start = Text(track.StartSeconds);
        return $"not(isnan(t))*gte(t-{start},-{Text(Tolerance)})*if(isnan(prev_selected_t),1,"
            + $"gt(floor((t-{start})/{step}+{Text(Tolerance)}),floor((prev_selected_t-{start})/{step}+{Text(Tolerance)})))";
    }

    /// <summary>Expression that lets through the first frame at or after the step.</summary>
    public string SelectOne(PictureTrack track, int step) =>
        $"gte((t-{Text(track.StartSeconds)})/{Text(StepSeconds)}+{Text(Tolerance)},{step})*isnan(prev_selected_t)";

    /// <summary>Where to enter the file for a step, on the file's own clock.</summary>
    public double SeekTo(AvFacts facts, int step) =>
        Math.Max(0, facts.Picture!.StartSeconds + (step * StepSeconds) - facts.StartSeconds);

    private static string Text(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Which frames of a film to look at: the first whose time is at or after 0, <c>StepSeconds</c>, 2 <c>StepSeconds</c>, ... A step
/// without a frame gives none. Seeking and reading through give the same frames; the choice between them follows from the file alone.
/// </summary>
internal sealed record FramePlan(int Count, double StepSeconds, bool Seeks)
{
    /// <summary>Where a window begins: steps count from here; null where the whole film is looked at.</summary>
    public double? FromSeconds { get; init; }

    /// <summary>Whether one entry into the file at the window's beginning saves reading what is before it.</summary>
    public bool EntersByIndex { get; init; }

    /// <summary>Decode keyframes alone: the first of every step is taken.</summary>
    public bool KeyframesOnly { get; init; }

    // Measured on one core with H.264: the start of a process that seeks, and the decoding of pixels.
    private const double SeekSeconds = 0.15;
    private const double PixelsPerSecond = 1.5e8;

    // The keyframe before the step, which is where a seek ends, and the one that is wanted.
    private const double FramesPerKeySeek = 2;

    // Times are fractions of a tick of the stream; this is far below any tick.
    private const double Tolerance = 1e-6;

    public static FramePlan Of(PictureTrack track, Container container, ViewsRequest request)
    {
        // Only these containers have an index that leads to the keyframe before a time without reading all.
        var hasIndex = container is Container.Mp4 or Container.Matroska;
        if (request.FromSeconds is { } from)
        {
            var left = Math.Ceiling(((track.DurationSeconds - from) / request.FrameEverySeconds) - Tolerance);
            return new FramePlan((int)Math.Clamp(left, 0, request.FramesMax), request.FrameEverySeconds, Seeks: false)
            {
                FromSeconds = from,
                EntersByIndex = hasIndex && from > 0,
            };
        }

        var wanted = Math.Ceiling(track.DurationSeconds / request.FrameEverySeconds - Tolerance);
        var count = (int)Math.Clamp(wanted, 1, request.FramesMax);
        var step = wanted > request.FramesMax ? track.DurationSeconds / count : request.FrameEverySeconds;
        var frameSeconds = track.StoredWidth * (double)track.StoredHeight / PixelsPerSecond;

        // A stream that marks no keyframe is read as if it had been asked for by interval: better those frames than none.
        var keyframesOnly = request.FrameMode is FrameMode.Keyframes && track.Keyframes > 0;
        var decoded = keyframesOnly ? track.Keyframes : track.Frames;
        var perSeek = keyframesOnly ? FramesPerKeySeek : (double)track.Frames / Math.Max(1, track.Keyframes) / 2;
        var seeking = count * (SeekSeconds + (perSeek * frameSeconds));

        return new FramePlan(count, step, hasIndex && seeking < decoded * frameSeconds) { KeyframesOnly = keyframesOnly };
    }

    /// <summary>Expression for ffmpeg's select filter that lets through the first frame of every step.</summary>
    public string SelectSteps(PictureTrack track)
    {
        var step = Text(StepSeconds);
        var start = Text(track.StartSeconds + (FromSeconds ?? 0));
        return $"not(isnan(t))*gte(t-{start},-{Text(Tolerance)})*if(isnan(prev_selected_t),1,"
            + $"gt(floor((t-{start})/{step}+{Text(Tolerance)}),floor((prev_selected_t-{start})/{step}+{Text(Tolerance)})))";
    }

    /// <summary>Expression that lets through the first frame at or after the step.</summary>
    public string SelectOne(PictureTrack track, int step) =>
        $"gte((t-{Text(track.StartSeconds)})/{Text(StepSeconds)}+{Text(Tolerance)},{step})*isnan(prev_selected_t)";

    /// <summary>Where to enter the file for a step, on the file's own clock.</summary>
    public double SeekTo(AvFacts facts, int step) => SeekTo(facts, step * StepSeconds);

    /// <summary>Where to enter the file for a window; null where it is read from its start.</summary>
    public double? SeekToWindow(AvFacts facts) => EntersByIndex ? SeekTo(facts, FromSeconds!.Value) : null;

    // Indexes count in the order of decoding, which runs ahead of what is shown by up to so many frames: entered by an index alone, a film
    // with frames out of order begins after the time that was asked for.
    private const int ReorderedFramesMax = 16;

    private static double SeekTo(AvFacts facts, double seconds)
    {
        var track = facts.Picture!;
        var ahead = ReorderedFramesMax * track.DurationSeconds / Math.Max(1, track.Frames);
        return Math.Max(0, track.StartSeconds + seconds - facts.StartSeconds - ahead);
    }

    private static string Text(double value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}

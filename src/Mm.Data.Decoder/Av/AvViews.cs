using Mm.Data.Decode;
using Mm.Data.Decoder.Images;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Av;

/// <summary>Makes the small tensors that stages asked for from sampled frames, and the sound at 16 kHz.</summary>
public static class AvViews
{
    /// <returns>
    /// Views by the time of the frame (really decoded, in seconds from the first), then by spec; or a reason, as <see
    /// cref="AvProbe.RunAsync"/>.
    /// </returns>
    /// <exception cref="EnvironmentException">ffmpeg is not installed.</exception>
    public static async Task<Decoded<ViewsResult>> RunAsync(
        string path, Container container, ViewsRequest request, AvLimits limits, CancellationToken cancel)
    {
        var found = await AvProbe.InspectAsync(path, container, limits, cancel);
        if (found.Value is not { } facts)
            return Decoded.Failed<ViewsResult>(found.Reason!);

        IReadOnlyList<View> views = [];
        if (facts.Picture is { } track && request.Specs.Count > 0)
        {
            var plan = FramePlan.Of(track, container, request);
            var seen = await LookAsync(new FrameReader(path, container, facts, limits), plan, request.Specs, cancel);
            if (seen.Value is null)
                return Decoded.Failed<ViewsResult>(seen.Reason!);
            views = seen.Value;
        }

        if (!request.Audio16k || facts.Sound is null)
            return new ViewsResult { Media = facts.Media, Views = views };
        var sound = await SoundReader.ReadAsync(path, container, facts, limits, cancel);
        return sound.Value is { } samples
            ? new ViewsResult { Media = facts.Media, Views = views, Audio16k = samples }
            : Decoded.Failed<ViewsResult>(sound.Reason!);
    }

    private static async Task<Decoded<IReadOnlyList<View>>> LookAsync(
        FrameReader reader, FramePlan plan, IReadOnlyList<ViewSpec> specs, CancellationToken cancel)
    {
        var maker = new ViewMaker();
        var views = new List<View>(plan.Count * specs.Count);
        var times = await reader.ReadAsync(plan, picture => views.AddRange(specs.Select(spec => Make(picture, spec))), cancel);
        if (times.Value is not { } known)
            return Decoded.Failed<IReadOnlyList<View>>(times.Reason!);

        // A frame cut off in the pipe has a time and no views.
        if (views.Count != known.Count * specs.Count)
            return Decoded.Failed<IReadOnlyList<View>>(DecodeReasons.Corrupt);
        return new Decoded<IReadOnlyList<View>>
        {
            Value = [.. views.Select((view, at) => view with { TimeSeconds = (float)known[at / specs.Count] })],
        };

        View Make(Picture picture, ViewSpec spec) => maker.Make(picture, (picture.Width, picture.Height), spec, new byte[spec.Bytes]);
    }
}

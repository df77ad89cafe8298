using System.Buffers;
using System.Runtime.InteropServices;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode.Protocol;

/// <summary>
/// Turns a child's reply into a value, believing nothing: a child that was taken over by its input may answer anything. Sizes must
/// equal the request's, numbers must be finite, texts must be short codes. What fails is <c>decode.protocol</c>.
/// </summary>
public static class ReplyCheck
{
    private const int CodeLengthMax = 32;
    private const double SecondsMax = 1e7;

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static Decoded<MediaFacts> Probe(Reply reply, ReadOnlyMemory<byte> payload) =>
        Fault<MediaFacts>(reply) ?? (payload.IsEmpty && IsSane(reply.Media) ? reply.Media! : Distrusted<MediaFacts>());

    public static Decoded<ViewsResult> Views(ViewsRequest request, Reply reply, ReadOnlyMemory<byte> payload)
    {
        if (Fault<ViewsResult>(reply) is { } fault)
            return fault;
        if (!IsSane(reply.Media) || !HasRightCount(request, reply) || !HasRightScale(request, reply))
            return Distrusted<ViewsResult>();

        var views = new List<View>(reply.Views.Count);
        var (at, time) = (0, 0f);
        foreach (var entry in reply.Views)
        {
            if (entry is null || entry.Spec != views.Count % request.Specs.Count)
                return Distrusted<ViewsResult>();
            var spec = request.Specs[entry.Spec];
            if (!float.IsFinite(entry.TimeSeconds) || entry.TimeSeconds < time
                || entry.ContentWidth < 1 || entry.ContentWidth > spec.Width
                || entry.ContentHeight < 1 || entry.ContentHeight > spec.Height
                || payload.Length - at < spec.Bytes)
                return Distrusted<ViewsResult>();
            views.Add(new View(spec, entry.TimeSeconds, entry.ContentWidth, entry.ContentHeight, payload.Slice(at, spec.Bytes)));
            (at, time) = (at + spec.Bytes, entry.TimeSeconds);
        }

        return Sound(reply.AudioSamples, payload[at..]) is { } sound
            ? new ViewsResult { Media = reply.Media!, Views = views, Audio16k = sound, DecodeScale = reply.DecodeScale }
            : Distrusted<ViewsResult>();
    }

    public static Decoded<RenderResult> Render(Reply reply, ReadOnlyMemory<byte> payload)
    {
        if (Fault<RenderResult>(reply) is { } fault)
            return fault;
        return reply.Render is { } render
            && !payload.IsEmpty
            && Enum.IsDefined(render.Modality)
            && IsCode(render.Extension)
            && render is { Width: >= 0, Height: >= 0, DurationSeconds: >= 0 and <= SecondsMax }
            ? new RenderResult
            {
                Modality = render.Modality,
                Bytes = payload,
                Extension = render.Extension,
                Width = render.Width,
                Height = render.Height,
                DurationSeconds = render.DurationSeconds,
            }
            : Distrusted<RenderResult>();
    }

    private static Decoded<T>? Fault<T>(Reply reply)
        where T : class =>
        reply.Reason is null ? null
        : DecodeReasons.IsKnown(reply.Reason) ? Decoded.Failed<T>(reply.Reason)
        : Distrusted<T>();

    private static Decoded<T> Distrusted<T>()
        where T : class => Decoded.Failed<T>(DecodeReasons.Protocol);

    /// <summary>A still has one view a spec; a video one a spec and frame, at most as many frames as asked; sound has none.</summary>
    private static bool HasRightCount(ViewsRequest request, Reply reply) => reply.Media!.Modality switch
    {
        Modality.Image => reply.Views.Count == request.Specs.Count && reply.AudioSamples == 0,
        Modality.Video when request.Specs.Count > 0 =>
            reply.Views.Count % request.Specs.Count == 0 && reply.Views.Count <= (long)request.Specs.Count * request.FramesMax,
        _ => reply.Views.Count == 0,
    } && (reply.AudioSamples == 0 || request.Audio16k);

    private static bool HasRightScale(ViewsRequest request, Reply reply) =>
        reply.DecodeScale == 1
        || (request.Scaled && reply.Media!.Modality is Modality.Image && reply.DecodeScale is 0.5 or 0.25 or 0.125);

    private static ReadOnlyMemory<float>? Sound(int samples, ReadOnlyMemory<byte> payload)
    {
        if (samples < 0 || payload.Length != (long)samples * sizeof(float))
            return null;
        var sound = new float[samples];
        MemoryMarshal.Cast<byte, float>(payload.Span).CopyTo(sound);
        foreach (ref var sample in sound.AsSpan())
        {
            if (!float.IsFinite(sample))
                return null;
            sample = Math.Clamp(sample, -1, 1);
        }

        return sound;
    }

    private static bool IsSane(MediaFacts? media) =>
        media is { Width: >= 0, Height: >= 0, Frames: >= 0, Orientation: >= 1 and <= 8, DurationSeconds: >= 0 and <= SecondsMax }
        && Enum.IsDefined(media.Modality)
        && (media.Frames > 0 || media.Modality is Modality.Audio)
        && IsCode(media.Container)
        && IsCode(media.Codec)
        && (media.Rights is not { } rights || IsSane(rights));

    /// <summary>Known codes alone: a text of the asset must not come through here.</summary>
    private static bool IsSane(MediaRights rights) =>
        (rights.Licence.Length == 0 || MediaRights.Licences.Contains(rights.Licence))
        && (rights.DataMining.Length == 0 || MediaRights.DataMiningTerms.Values.Contains(rights.DataMining));

    private static bool IsCode(string? text) =>
        text is { Length: >= 1 and <= CodeLengthMax }
        && text.AsSpan().IndexOfAnyExcept(CodeCharacters) < 0;
}

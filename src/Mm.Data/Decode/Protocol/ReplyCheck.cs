using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Mm.Data.Pipeline.Definition;
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

    private static readonly SearchValues<byte> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 32).Append(127).Select(code => (byte)code).Except([(byte)'\n', (byte)'\t'])]);

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

    /// <summary>
    /// Texts must be UTF-8 without control characters but line ends and tabs, pictures numbered upwards, and the payload used up.
    /// </summary>
    public static Decoded<DocumentContent> Document(DocumentOptions limits, Reply reply, ReadOnlyMemory<byte> payload)
    {
        if (Fault<DocumentContent>(reply) is { } fault)
            return fault;
        var parts = new List<DocumentPart>(reply.Parts.Count);
        var (number, pictures, pictureBytes) = (0, 0, 0L);
        foreach (var entry in reply.Parts)
        {
            if (!Enum.IsDefined(entry.Kind) || entry.Bytes < 0 || entry.Bytes > payload.Length)
                return Distrusted<DocumentContent>();
            var bytes = payload[..entry.Bytes];
            payload = payload[entry.Bytes..];
            var isPicture = entry.Kind is DocumentPartKind.Picture;
            var isNumbered = isPicture || entry.Kind is DocumentPartKind.Linked;
            if (isNumbered ? entry.Number <= number : entry.Number != 0)
                return Distrusted<DocumentContent>();
            if (isPicture ? bytes.IsEmpty : !IsText(entry.Kind, bytes.Span))
                return Distrusted<DocumentContent>();
            (number, pictures) = isNumbered ? (entry.Number, pictures + 1) : (number, pictures);
            pictureBytes += isPicture ? bytes.Length : 0;
            parts.Add(isPicture
                ? new DocumentPart(entry.Kind, "") { Number = entry.Number, Picture = bytes }
                : new DocumentPart(entry.Kind, Encoding.UTF8.GetString(bytes.Span)) { Number = entry.Number });
        }

        return payload.IsEmpty && pictures <= limits.PicturesMax && pictureBytes <= (long)limits.PicturesMib << 20
            ? new DocumentContent(parts)
            : Distrusted<DocumentContent>();
    }

    private static bool IsText(DocumentPartKind kind, ReadOnlySpan<byte> bytes) => kind is DocumentPartKind.Omitted
        ? bytes.IsEmpty
        : !bytes.IsEmpty && Utf8.IsValid(bytes) && bytes.IndexOfAny(ControlCharacters) < 0;

    internal static Decoded<T>? Fault<T>(Reply reply)
        where T : class =>
        reply.Reason is null ? null
        : DecodeReasons.IsKnown(reply.Reason) ? Decoded.Failed<T>(reply.Reason)
        : Distrusted<T>();

    internal static Decoded<T> Distrusted<T>()
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

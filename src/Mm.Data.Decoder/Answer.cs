using System.Runtime.InteropServices;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder;

/// <summary>A reply with its payload, ready to be written as one frame.</summary>
internal sealed record Answer(Reply Header, IReadOnlyList<ReadOnlyMemory<byte>> Payload)
{
    public static Answer Failed(string reason) => new(new Reply { Reason = reason }, []);

    public static Answer From(Decoded<MediaFacts> facts) =>
        facts.Value is { } value ? new(new Reply { Media = value }, []) : Failed(facts.Reason!);

    public static Answer From(ViewsRequest request, Decoded<ViewsResult> views)
    {
        if (views.Value is not { } value)
            return Failed(views.Reason!);
        var specs = request.Specs.ToList();
        var sound = new byte[value.Audio16k.Length * sizeof(float)];
        MemoryMarshal.AsBytes(value.Audio16k.Span).CopyTo(sound);
        return new(
            new Reply
            {
                Media = value.Media,
                AudioSamples = value.Audio16k.Length,
                DecodeScale = value.DecodeScale,
                Views = [.. value.Views.Select((view, i) =>
                    new ViewEntry(i % specs.Count, view.TimeSeconds, view.ContentWidth, view.ContentHeight))],
            },
            [.. value.Views.Select(view => view.Pixels), sound]);
    }

    public static Answer From(Decoded<RenderResult> render) => render.Value is { } value
        ? new(
            new Reply { Render = new(value.Modality, value.Extension, value.Width, value.Height, value.DurationSeconds) },
            [value.Bytes])
        : Failed(render.Reason!);
}

using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode.Protocol;

public enum AskKind : byte
{
    Probe,
    Views,
    Render,
    Document,
    Clips,
}

/// <summary>What the parent asks; the payload is the encoded asset.</summary>
public sealed record Ask
{
    public required AskKind Kind { get; init; }

    public ViewsRequest? Views { get; init; }

    public RenderRequest? Render { get; init; }

    public DocumentOptions? Document { get; init; }

    public ClipOptions? Clips { get; init; }
}

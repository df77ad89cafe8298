using System.Text.Json;
using System.Text.Json.Serialization;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode.Protocol;

public enum AskKind : byte
{
    Probe,
    Views,
    Render,
}

/// <summary>What the parent asks; the payload is the encoded asset.</summary>
public sealed record Ask
{
    public required AskKind Kind { get; init; }

    public ViewsRequest? Views { get; init; }

    public RenderRequest? Render { get; init; }
}

/// <summary>
/// What the child answers. The payload holds the views' pixels in order and then 16 kHz sound as 32-bit floats, or the rendered bytes.
/// </summary>
public sealed record Reply
{
    /// <summary>
    /// True for a note sent ahead of the answer: this asset is video or sound, which takes longer. Nothing else is set then.
    /// </summary>
    public bool IsMovieNote { get; init; }

    /// <summary>Why there is no value; null when there is one.</summary>
    public string? Reason { get; init; }

    public MediaFacts? Media { get; init; }

    public IReadOnlyList<ViewEntry> Views { get; init; } = [];

    public int AudioSamples { get; init; }

    public RenderEntry? Render { get; init; }
}

/// <summary>A view of <see cref="Reply"/>: <paramref name="Spec"/> counts in the request's list; the pixels are in the payload.</summary>
public sealed record ViewEntry(int Spec, float TimeSeconds, int ContentWidth, int ContentHeight);

/// <summary>As <see cref="RenderResult"/>, without the bytes.</summary>
public sealed record RenderEntry(Modality Modality, string Extension, int Width, int Height, double DurationSeconds);

/// <summary>The child's one command-line argument: its place and its limits, known before it reads a byte.</summary>
public sealed record ChildSettings
{
    public required int Core { get; init; }

    public required int MemoryMib { get; init; }

    /// <summary>Processor seconds a request may use before the kernel ends the child, should the parent's clock fail.</summary>
    public required int CpuSecondsMax { get; init; }

    public required long FileBytesMax { get; init; }

    public required long InputBytesMax { get; init; }

    public required long OutputBytesMax { get; init; }

    public required long PixelsMax { get; init; }

    public required int SideMax { get; init; }

    public required int FramesMax { get; init; }

    public required double SecondsMax { get; init; }

    /// <summary>
    /// Processes and threads at most; 0 sets no limit, because outside a sandbox those of others with the same user count too.
    /// </summary>
    public required int ProcessesMax { get; init; }

    /// <summary>The child's own folder; made by it when missing.</summary>
    public required string TemporaryFolder { get; init; }
}

/// <summary>The child's first frame: confined and ready. <paramref name="Parts"/> are the protections it put on itself.</summary>
public sealed record Ready(int Version, int Core, IReadOnlyList<SandboxPart> Parts);

/// <summary>Source-generated, because a child's start counts: it is paid again after each crash.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    MaxDepth = 16)]
[JsonSerializable(typeof(Ask))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(Ready))]
[JsonSerializable(typeof(ChildSettings))]
public sealed partial class ProtocolJson : JsonSerializerContext;

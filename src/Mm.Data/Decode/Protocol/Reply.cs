using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decode.Protocol;

/// <summary>
/// What the child answers. The payload holds the views' pixels in order and then 16 kHz sound as 32-bit floats, or the rendered bytes, or
/// the texts and pictures of a document, or the clips of a film, one behind the other.
/// </summary>
public sealed record Reply
{
    /// <summary>What the child says ahead of its answer; nothing else is set then.</summary>
    public ReplyNote Note { get; init; }

    /// <summary>Why there is no value; null when there is one.</summary>
    public string? Reason { get; init; }

    public MediaFacts? Media { get; init; }

    public IReadOnlyList<ViewEntry> Views { get; init; } = [];

    public int AudioSamples { get; init; }

    /// <summary>As <see cref="ViewsResult.DecodeScale"/>.</summary>
    public double DecodeScale { get; init; } = 1;

    public RenderEntry? Render { get; init; }

    public IReadOnlyList<PartEntry> Parts { get; init; } = [];

    public IReadOnlyList<ClipEntry> Clips { get; init; } = [];
}

/// <summary>Why an answer may take longer than those of most pictures.</summary>
public enum ReplyNote
{
    /// <summary>This is the answer.</summary>
    None,

    /// <summary>The asset is video or sound.</summary>
    Movie,

    /// <summary>The asset is a picture of many pixels.</summary>
    LargePicture,

    /// <summary>A document is taken apart.</summary>
    Document,
}

/// <summary>A view of <see cref="Reply"/>: <paramref name="Spec"/> counts in the request's list; the pixels are in the payload.</summary>
public sealed record ViewEntry(int Spec, float TimeSeconds, int ContentWidth, int ContentHeight);

/// <summary>As <see cref="RenderResult"/>, without the bytes.</summary>
public sealed record RenderEntry(Modality Modality, string Extension, int Width, int Height, double DurationSeconds);

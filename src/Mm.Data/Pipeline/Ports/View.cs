namespace Mm.Data.Pipeline.Ports;

/// <summary>How a picture is brought to a view's size.</summary>
public enum Fit : byte
{
    /// <summary>Both sides scaled on their own; the aspect ratio is lost (the usual preprocessing of the dual encoders here).</summary>
    Squash,

    /// <summary>Scaled to fit, placed at the top left, the rest black.</summary>
    Letterbox,

    /// <summary>Shorter side scaled to the size, then the centre cut out (OpenAI CLIP's preprocessing).</summary>
    CenterCrop,

    /// <summary>The centre as it is, not scaled; where the picture is smaller, all of it at the top left, the rest black.</summary>
    Native,
}

public enum PixelLayout : byte
{
    /// <summary>Interleaved 8-bit R, G, B, rows from the top: height x width x 3 bytes.</summary>
    Rgb,

    /// <summary>8-bit luma (ITU-R BT.601 as Pillow's "L"): height x width bytes.</summary>
    Luma,
}

/// <summary>
/// A small tensor asked of the decoder. Pixels are sRGB, orientation applied, alpha laid over white, resampled with an antialiased bicubic
/// equal to Pillow's. Two stages that ask for the same spec share one view.
/// </summary>
public sealed record ViewSpec(int Width, int Height, Fit Fit = Fit.Squash, PixelLayout Layout = PixelLayout.Rgb)
{
    public int Bytes => Width * Height * (Layout is PixelLayout.Rgb ? 3 : 1);
}

/// <summary>
/// One view of one frame. <paramref name="ContentWidth"/> x <paramref name="ContentHeight"/> is the part of a letterboxed view that
/// holds the picture (the whole view otherwise). <paramref name="TimeSeconds"/> is 0 for a still.
/// </summary>
public sealed record View(ViewSpec Spec, float TimeSeconds, int ContentWidth, int ContentHeight, ReadOnlyMemory<byte> Pixels)
{
    /// <summary>
    /// Digest (hex) of the asset and of all that decided how it was decoded; with spec and time it stands for the pixels. Null where
    /// nobody said.
    /// </summary>
    public string? Content { get; init; }
}

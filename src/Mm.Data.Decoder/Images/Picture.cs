using System.Runtime.InteropServices;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// A decoded picture: 8-bit sRGB, four bytes a pixel (R, G, B and one without meaning), rows from the top without gaps. Outside the
/// managed heap, because it is large and short-lived; the owner disposes it.
/// </summary>
internal sealed unsafe class Picture : IDisposable
{
    /// <summary>Bytes a pixel.</summary>
    public const int PixelBytes = 4;

    // The resampler reads whole vectors and may run over the last pixel.
    private const int SlackBytes = 64;

    private byte* _pixels;

    /// <exception cref="OutOfMemoryException">The child's memory limit.</exception>
    public Picture(int width, int height)
    {
        (Width, Height) = (width, height);
        _pixels = (byte*)NativeMemory.Alloc((nuint)Bytes + SlackBytes);
    }

    public int Width { get; }

    public int Height { get; }

    public long Bytes => (long)Width * Height * PixelBytes;

    public long Stride => (long)Width * PixelBytes;

    /// <summary>The first pixel. Valid until disposal.</summary>
    public byte* Pixels => _pixels;

    public Span<uint> Row(int y) => new(_pixels + (y * Stride), Width);

    public void Dispose()
    {
        NativeMemory.Free(_pixels);
        _pixels = null;
    }
}

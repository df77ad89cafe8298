namespace Mm.Data.Decoder.Images;

/// <summary>
/// A decoded picture: 8-bit sRGB, four bytes a pixel (R, G, B and one without meaning), rows from the top without gaps. Outside the
/// managed heap, because it is large and short-lived; the owner disposes it.
/// </summary>
internal sealed unsafe class Picture : IDisposable
{
    /// <summary>Bytes a pixel.</summary>
    public const int PixelBytes = 4;

    // The resampler reads and writes whole vectors and may run over the last pixel.
    private const int SlackBytes = 64;

    private readonly PixelBlock _block;
    private byte* _pixels;

    /// <exception cref="OutOfMemoryException">The child's memory limit.</exception>
    public Picture(int width, int height)
    {
        (Width, Height) = (width, height);
        _block = PixelMemory.Rent(Bytes + SlackBytes);
        _pixels = _block.Start;
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
        if (_pixels is null)
            return;
        _pixels = null;
        PixelMemory.Return(_block);
    }
}

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Antialiased bicubic, equal byte for byte to Pillow's <c>Image.resize(size, BICUBIC)</c> on RGB: across first, rounded to 8 bits,
/// then down. Four rows are scaled across at once into a band, and the few bands that an output row needs stay in the nearest cache:
/// what is between the two passes never goes through memory. All passes give the same bytes.
/// </summary>
internal sealed unsafe class Resampler(IResamplePasses passes)
{
    private const int CachedKernelsMax = 64;

    private readonly Dictionary<(int Input, int Output, int Start, int Count, int Alignment), BicubicKernel> _kernels = [];

    /// <summary>With the fastest passes that this processor has.</summary>
    public Resampler()
        : this(ResamplePasses.Fastest())
    {
    }

    /// <summary>
    /// Scales <paramref name="from"/> to <paramref name="width"/> x <paramref name="height"/> and returns the part of it that
    /// <paramref name="window"/> asks for. The fourth byte of a pixel has no meaning.
    /// </summary>
    /// <exception cref="OutOfMemoryException">The child's memory limit.</exception>
    public Picture Resample(Picture from, int width, int height, Window window)
    {
        var to = new Picture(window.Width, window.Height);
        var across = Kernel(from.Width, width, window.X, window.Width, alignment: 1);
        var down = Kernel(from.Height, height, window.Y, window.Height, IResamplePasses.BandRows);
        var ring = Enumerable.Range(0, window.Height).Max(down.Groups);
        var bandBytes = (long)(window.Width + IResamplePasses.PixelGroup) * IResamplePasses.BandPixelBytes;
        var memory = PixelMemory.Rent((ring * bandBytes) + (ring * sizeof(nint)));
        var bands = (byte**)(memory.Start + (ring * bandBytes));
        var next = down.First[0] / IResamplePasses.BandRows;
        for (var y = 0; y < window.Height; y++)
        {
            var first = down.First[y] / IResamplePasses.BandRows;
            var count = down.Groups(y);
            for (; next < first + count; next++)
                Across(from, next, memory.Start + (next % ring * bandBytes), across);
            for (var i = 0; i < count; i++)
                bands[i] = memory.Start + ((first + i) % ring * bandBytes);

            // Rows come in order: what one writes past its end, the next one or the slack of the picture takes.
            passes.Down(bands, down, y, to.Pixels + (y * to.Stride), window.Width);
        }

        PixelMemory.Return(memory);
        return to;
    }

    /// <summary>Rows past the last one have weight zero: the last stands in for them.</summary>
    private void Across(Picture from, int band, byte* to, BicubicKernel kernel)
    {
        var row = band * IResamplePasses.BandRows;
        passes.Across(Row(row), Row(row + 1), Row(row + 2), Row(row + 3), from.Stride * IResamplePasses.BandRows, to, kernel);

        byte* Row(int y) => from.Pixels + (Math.Min(y, from.Height - 1) * from.Stride);
    }

    private BicubicKernel Kernel(int input, int output, int start, int count, int alignment)
    {
        var key = (input, output, start, count, alignment);
        if (_kernels.TryGetValue(key, out var kernel))
            return kernel;
        if (_kernels.Count >= CachedKernelsMax)
            _kernels.Clear();
        kernel = new BicubicKernel(input, output, start, count, alignment);
        kernel.Packed = passes.Pack(kernel);
        return _kernels[key] = kernel;
    }
}

/// <summary>A rectangle of a scaled picture, in its pixels.</summary>
internal readonly record struct Window(int X, int Y, int Width, int Height);

using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Antialiased bicubic, equal byte for byte to Pillow's <c>Image.resize(size, BICUBIC)</c> on RGB: across first, rounded to 8
/// bits, then down.
/// Both the vector and the plain passes give these bytes.
/// </summary>
internal sealed class Resampler(IResamplePasses passes)
{
    private const int CachedKernelsMax = 64;

    private readonly Dictionary<(int Input, int Output, int Start, int Count), BicubicKernel> _kernels = [];

    /// <summary>With the fastest passes that this processor has.</summary>
    public Resampler()
        : this(Avx2.IsSupported ? new VectorPasses() : new ScalarPasses())
    {
    }

    /// <summary>
    /// Scales <paramref name="from"/> to <paramref name="width"/> x <paramref name="height"/> and returns the part of it that
    /// <paramref name="window"/> asks for.
    /// </summary>
    public unsafe Picture Resample(Picture from, int width, int height, Window window)
    {
        var across = Kernel(from.Width, width, window.X, window.Width);
        var down = Kernel(from.Height, height, window.Y, window.Height);
        var rows = down.InputEnd - down.InputStart;
        using var narrow = new Picture(window.Width, rows);
        for (var y = 0; y < rows; y++)
            passes.Across(from.Pixels + ((y + down.InputStart) * from.Stride), narrow.Pixels + (y * narrow.Stride), across);

        var to = new Picture(window.Width, window.Height);
        for (var y = 0; y < window.Height; y++)
        {
            var weights = MemoryMarshal.CreateReadOnlySpan(ref down.Weights[y * down.Taps], down.Count[y]);
            var top = narrow.Pixels + ((down.First[y] - down.InputStart) * narrow.Stride);
            passes.Down(top, narrow.Stride, to.Pixels + (y * to.Stride), weights);
        }

        return to;
    }

    private BicubicKernel Kernel(int input, int output, int start, int count)
    {
        if (_kernels.TryGetValue((input, output, start, count), out var kernel))
            return kernel;
        if (_kernels.Count >= CachedKernelsMax)
            _kernels.Clear();
        return _kernels[(input, output, start, count)] = new BicubicKernel(input, output, start, count);
    }
}

/// <summary>A rectangle of a scaled picture, in its pixels.</summary>
internal readonly record struct Window(int X, int Y, int Width, int Height);

/// <summary>
/// The two inner loops of <see cref="Resampler"/>. Rows hold four bytes a pixel and may be read 63 bytes past their end.
/// </summary>
internal unsafe interface IResamplePasses
{
    /// <summary>One output row from one input row.</summary>
    void Across(byte* from, byte* to, BicubicKernel kernel);

    /// <summary>One output row of <paramref name="stride"/> bytes from as many input rows as there are weights.</summary>
    void Down(byte* from, long stride, byte* to, ReadOnlySpan<int> weights);
}

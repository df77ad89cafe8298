namespace Mm.Data.Decoder.Images;

/// <summary>
/// Weights of one axis of an antialiased bicubic (Keys, a = -0.5, support widened by the scale), fixed point with 22 fractional bits,
/// as Pillow's <c>Image.resize(..., BICUBIC)</c> defines them. Only for the outputs of a window, so that a centre crop of a long
/// picture stays cheap.
/// </summary>
internal sealed class BicubicKernel
{
    /// <summary>Fractional bits of <see cref="Weights"/>; 32 bits less 8 for the sample and 2 for over- and undershoot.</summary>
    public const int WeightBits = 22;

    private const double Support = 2;

    // Vector passes take four taps at once; the tail has weight zero.
    private const int TapGroup = 4;

    /// <param name="input">Length of the whole input axis in pixels.</param>
    /// <param name="output">Length that the whole axis is scaled to.</param>
    /// <param name="start">First output of the window.</param>
    /// <param name="count">Outputs in the window.</param>
    public BicubicKernel(int input, int output, int start, int count)
    {
        var scale = (double)input / output;
        var filterScale = Math.Max(scale, 1);
        var support = Support * filterScale;
        var taps = Math.Min(((int)Math.Ceiling(support) * 2) + 1, input);
        Taps = (taps + TapGroup - 1) / TapGroup * TapGroup;
        First = new int[count];
        Count = new int[count];
        Weights = new int[checked(count * Taps)];
        var raw = new double[taps];
        for (var i = 0; i < count; i++)
        {
            var centre = (start + i + 0.5) * scale;
            First[i] = Math.Max(0, (int)(centre - support + 0.5));
            Count[i] = Math.Min(input, (int)(centre + support + 0.5)) - First[i];
            Fill(raw.AsSpan(0, Count[i]), First[i], centre, 1 / filterScale, Weights.AsSpan(i * Taps));
        }
    }

    /// <summary>Weights an output, the last of them zero; a multiple of 4.</summary>
    public int Taps { get; }

    /// <summary>First input of each output.</summary>
    public int[] First { get; }

    /// <summary>Inputs of each output, at most <see cref="Taps"/>.</summary>
    public int[] Count { get; }

    /// <summary>Weights, <see cref="Taps"/> for each output in turn.</summary>
    public int[] Weights { get; }

    /// <summary>The weights as <see cref="VectorPasses"/> wants them; made by it when first used.</summary>
    public ulong[]? Split { get; set; }

    /// <summary>First input that any output needs.</summary>
    public int InputStart => First[0];

    /// <summary>One past the last input that any output needs.</summary>
    public int InputEnd => First[^1] + Count[^1];

    private static void Fill(Span<double> raw, int first, double centre, double step, Span<int> weights)
    {
        var sum = 0.0;
        for (var i = 0; i < raw.Length; i++)
            sum += raw[i] = Keys((i + first - centre + 0.5) * step);
        for (var i = 0; i < raw.Length; i++)
        {
            var weight = sum == 0 ? raw[i] : raw[i] / sum;
            weights[i] = (int)((weight * (1 << WeightBits)) + (weight < 0 ? -0.5 : 0.5));
        }
    }

    // R. Keys, "Cubic convolution interpolation for digital image processing", 1981, with the free parameter at -1/2.
    private static double Keys(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        return x < 1 ? ((((a + 2) * x) - (a + 3)) * x * x) + 1
            : x < 2 ? ((((x - 5) * x) + 8) * x - 4) * a
            : 0;
    }
}

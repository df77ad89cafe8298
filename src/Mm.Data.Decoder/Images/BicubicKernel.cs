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

    /// <summary>Vector passes take four taps at once; the tail has weight zero.</summary>
    public const int TapGroup = 4;

    /// <param name="input">Length of the whole input axis in pixels.</param>
    /// <param name="output">Length that the whole axis is scaled to.</param>
    /// <param name="start">First output of the window.</param>
    /// <param name="count">Outputs in the window.</param>
    /// <param name="alignment">First inputs are moved down to a multiple of this; what is before the filter has weight zero.</param>
    public BicubicKernel(int input, int output, int start, int count, int alignment = 1)
    {
        var scale = (double)input / output;
        var filterScale = Math.Max(scale, 1);
        var support = Support * filterScale;
        var taps = Math.Min(((int)Math.Ceiling(support) * 2) + 1, input);
        Taps = (taps + alignment - 1 + TapGroup - 1) / TapGroup * TapGroup;
        First = new int[count];
        Count = new int[count];
        Weights = new int[checked(count * Taps)];
        var raw = new double[taps];
        for (var i = 0; i < count; i++)
        {
            var centre = (start + i + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - support + 0.5));
            var used = Math.Min(input, (int)(centre + support + 0.5)) - first;
            First[i] = first / alignment * alignment;
            Count[i] = first + used - First[i];
            Fill(raw.AsSpan(0, used), first, centre, 1 / filterScale, Weights.AsSpan((i * Taps) + first - First[i]));
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

    /// <summary>The weights in the form that the passes of one <see cref="Resampler"/> want; made by them.</summary>
    public uint[] Packed { get; set; } = [];

    /// <summary>Groups of four taps that an output uses.</summary>
    public int Groups(int output) => (Count[output] + TapGroup - 1) / TapGroup;

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

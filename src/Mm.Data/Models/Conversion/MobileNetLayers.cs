namespace Mm.Data.Models.Conversion;

/// <summary>A block of MobileNetV2: its stride, and whether its input is added to its output (same side, same channels).</summary>
internal readonly record struct MobileNetBlock(int Stride, bool Adds);

/// <summary>
/// Writes MobileNetV2 (arXiv 1801.04381) from weights under Keras' names, with batch normalisation folded in.
/// </summary>
internal sealed class MobileNetLayers(OnnxGraphWriter graph, TfjsWeights weights)
{
    private const double BatchNormEpsilon = 0.001;

    private readonly ConvolutionGraph _layers = new(graph);

    /// <summary>All blocks of the network, in order.</summary>
    public static IReadOnlyList<MobileNetBlock> Blocks { get; } =
    [
        new(1, false),
        new(2, false), new(1, true),
        new(2, false), new(1, true), new(1, true),
        new(2, false), new(1, true), new(1, true), new(1, true),
        new(1, false), new(1, true), new(1, true),
        new(2, false), new(1, true), new(1, true),
        new(1, false),
    ];

    /// <summary>The stem and its blocks, from pixels [1, 3, side, side].</summary>
    public FeatureMap Run(FeatureMap pixels, IEnumerable<MobileNetBlock> blocks)
    {
        var at = Clipped(pixels, "Conv1", "bn_Conv1", stride: 2);
        foreach (var (i, block) in blocks.Index())
            at = Block(at, i == 0 ? "expanded_conv" : $"block_{i}", expands: i > 0, block);
        return at;
    }

    /// <summary>A convolution with its norm and the rectifier that stops at 6.</summary>
    public FeatureMap Clipped(FeatureMap at, string layer, string norm, int stride = 1) => _layers.Clip(Dense(at, layer, norm, stride));

    /// <summary>Widen, filter each channel, narrow again without a rectifier.</summary>
    private FeatureMap Block(FeatureMap input, string name, bool expands, MobileNetBlock block)
    {
        var wide = expands ? Clipped(input, $"{name}_expand", $"{name}_expand_BN") : input;
        var kernel = Convolution.Depthwise(weights[$"{name}_depthwise/depthwise_kernel"]);
        var filtered = _layers.Clip(_layers.Convolve(wide, Normalised(kernel, $"{name}_depthwise_BN"), block.Stride));
        var narrow = Dense(filtered, $"{name}_project", $"{name}_project_BN");
        return block.Adds ? narrow with { Name = graph.Add("Add", [input.Name, narrow.Name]) } : narrow;
    }

    private FeatureMap Dense(FeatureMap at, string layer, string norm, int stride = 1)
    {
        var kernel = weights[$"{layer}/kernel"];
        return _layers.Convolve(at, Normalised(Convolution.Dense(kernel, new float[kernel.Shape[3]]), norm), stride);
    }

    private Convolution Normalised(Convolution layer, string norm) => layer.Normalised(
        weights[$"{norm}/gamma"].Values,
        weights[$"{norm}/beta"].Values,
        weights[$"{norm}/moving_mean"].Values,
        weights[$"{norm}/moving_variance"].Values,
        BatchNormEpsilon);
}

namespace Mm.Data.Models.Conversion;

/// <summary>
/// The first eleven blocks of ImageNet's MobileNetV2 (arXiv 1801.04381), which stand under the head of the built-in dual encoder: input
/// <c>pixel_values</c> [1, 3, 224, 224] in [-1, 1], output <c>features</c> [1, 96, 14, 14]. Names are Keras'; batch normalisation is
/// folded in.
/// </summary>
public sealed class MobileNetFrontConverter
{
    private const int Side = 224;
    private const int Channels = 96;
    private const double BatchNormEpsilon = 0.001;

    /// <summary>Stride of each block, and whether its input is added to its output (same side, same channels).</summary>
    private static readonly (int Stride, bool Adds)[] Blocks =
    [
        (1, false),
        (2, false), (1, true),
        (2, false), (1, true), (1, true),
        (2, false), (1, true), (1, true), (1, true),
        (1, false),
    ];

    private readonly OnnxGraphWriter _graph = new("mobilenet-front");
    private readonly ConvolutionGraph _layers;
    private readonly TfjsWeights _weights;

    private MobileNetFrontConverter(TfjsWeights weights)
    {
        _weights = weights;
        _layers = new ConvolutionGraph(_graph);
    }

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    /// <exception cref="Mm.Data.Pipeline.ConfigurationException">The weights are not this network's.</exception>
    public static byte[] Convert(TfjsWeights weights) => new MobileNetFrontConverter(weights).Build();

    private byte[] Build()
    {
        var at = new FeatureMap(_graph.Input("pixel_values", OnnxElement.Real32, 1, 3, Side, Side), Side);
        at = _layers.Clip(Dense(at, "Conv1", "bn_Conv1", stride: 2));
        for (var i = 0; i < Blocks.Length; i++)
            at = Block(at, i == 0 ? "expanded_conv" : $"block_{i}", expands: i > 0, Blocks[i].Stride, Blocks[i].Adds);
        _graph.AddAs("features", "Identity", [at.Name]);
        _graph.Output("features", OnnxElement.Real32, 1, Channels, at.Side, at.Side);
        return _graph.ToBytes();
    }

    /// <summary>Widen, filter each channel, narrow again without a rectifier.</summary>
    private FeatureMap Block(FeatureMap input, string name, bool expands, int stride, bool adds)
    {
        var wide = expands ? _layers.Clip(Dense(input, $"{name}_expand", $"{name}_expand_BN")) : input;
        var kernel = Convolution.Depthwise(_weights[$"{name}_depthwise/depthwise_kernel"]);
        var filtered = _layers.Clip(_layers.Convolve(wide, Normalised(kernel, $"{name}_depthwise_BN"), stride));
        var narrow = Dense(filtered, $"{name}_project", $"{name}_project_BN");
        return adds ? narrow with { Name = _graph.Add("Add", [input.Name, narrow.Name]) } : narrow;
    }

    private FeatureMap Dense(FeatureMap at, string layer, string norm, int stride = 1)
    {
        var kernel = _weights[$"{layer}/kernel"];
        return _layers.Convolve(at, Normalised(Convolution.Dense(kernel, new float[kernel.Shape[3]]), norm), stride);
    }

    private Convolution Normalised(Convolution layer, string norm) => layer.Normalised(
        _weights[$"{norm}/gamma"].Values,
        _weights[$"{norm}/beta"].Values,
        _weights[$"{norm}/moving_mean"].Values,
        _weights[$"{norm}/moving_variance"].Values,
        BatchNormEpsilon);
}

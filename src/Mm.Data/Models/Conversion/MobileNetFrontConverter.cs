namespace Mm.Data.Models.Conversion;

/// <summary>
/// The first eleven blocks of ImageNet's MobileNetV2 (arXiv 1801.04381), which stand under the head of the built-in dual encoder: input
/// <c>pixel_values</c> [1, 3, 224, 224] in [-1, 1], output <c>features</c> [1, 96, 14, 14]. Names are Keras'; batch normalisation is
/// folded in.
/// </summary>
public static class MobileNetFrontConverter
{
    private const int Side = 224;
    private const int Channels = 96;
    private const int FrontBlocks = 11;

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    /// <exception cref="Mm.Data.Pipeline.ConfigurationException">The weights are not this network's.</exception>
    public static byte[] Convert(TfjsWeights weights)
    {
        var graph = new OnnxGraphWriter("mobilenet-front");
        var layers = new MobileNetLayers(graph, weights);
        var pixels = new FeatureMap(graph.Input("pixel_values", OnnxElement.Real32, 1, 3, Side, Side), Side);
        var at = layers.Run(pixels, MobileNetLayers.Blocks.Take(FrontBlocks));
        graph.AddAs("features", "Identity", [at.Name]);
        graph.Output("features", OnnxElement.Real32, 1, Channels, at.Side, at.Side);
        return graph.ToBytes();
    }
}

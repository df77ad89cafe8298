namespace Mm.Data.Models.Conversion;

/// <summary>
/// nsfwjs' MobileNetV2 (npm nsfwjs, folder mobilenet_v2): the whole network and three dense layers on it. Input <c>pixel_values</c>
/// [1, 3, 224, 224] in [0, 1], output <c>classes</c> [1, 5]: probabilities of drawing, hentai, neutral, porn and sexy.
/// </summary>
public static class NudityConverter
{
    private const int Side = 224;
    private const int Classes = 5;

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    /// <exception cref="Mm.Data.Pipeline.ConfigurationException">The weights are not this network's.</exception>
    public static byte[] Convert(TfjsWeights weights)
    {
        var graph = new OnnxGraphWriter("nudity");
        var layers = new MobileNetLayers(graph, weights);
        var pixels = new FeatureMap(graph.Input("pixel_values", OnnxElement.Real32, 1, 3, Side, Side), Side);
        var at = layers.Run(pixels, MobileNetLayers.Blocks);
        at = layers.Clipped(at, "Conv_1", "Conv_1_bn");
        var flat = graph.Add("Flatten", [graph.Add("GlobalAveragePool", [at.Name])]); // 7 x 7 cells, as Keras' window
        var hidden = graph.Add("Relu", [Dense("dense_1", flat)]);
        hidden = graph.Add("Relu", [Dense("dense_2", hidden)]);
        graph.AddAs("classes", "Softmax", [Dense("dense_3", hidden)], new OnnxParameter("axis", 1));
        graph.Output("classes", OnnxElement.Real32, 1, Classes);
        return graph.ToBytes();

        string Dense(string layer, string from)
        {
            var (kernel, bias) = (weights[$"{layer}/kernel"], weights[$"{layer}/bias"]);
            string[] inputs =
                [from, graph.Constant(kernel.Values, kernel.Shape[0], kernel.Shape[1]), graph.Constant(bias.Values, bias.Shape[0])];
            return graph.Add("Gemm", inputs);
        }
    }
}

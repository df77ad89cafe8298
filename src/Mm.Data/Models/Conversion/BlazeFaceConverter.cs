namespace Mm.Data.Models.Conversion;

/// <summary>
/// BlazeFace (arXiv 1907.05047) as npm's <c>@vladmandic/human</c> carries it, as an ONNX graph that takes any sides that are multiples of
/// 32: input <c>image</c> [1, 3, height, width] in [-1, 1]; outputs, level by level (strides of 16 and 32 pixels with 2 and 6 boxes a
/// cell), <c>offsets</c> [1, n, 16] in pixels of the input (centre from the cell's centre, width, height, six points) and <c>logits</c>
/// [1, n, 1].
/// </summary>
public static class BlazeFaceConverter
{
    private const string Head = "StatefulPartitionedCall/functional_1/tf_op_layer_";

    /// <param name="modelPath">The <c>model.json</c> of the graph model, its weights beside it.</param>
    /// <returns>The bytes of the <c>.onnx</c> file.</returns>
    /// <exception cref="Mm.Data.Pipeline.ConfigurationException">The file is no graph model, or another than this.</exception>
    public static byte[] Convert(string modelPath)
    {
        var graph = new OnnxGraphWriter("blazeface");
        var picture = graph.Input("image", OnnxElement.Real32, 1, 3, -1, -1);
        var nodes = new TfjsConversion(graph, TfjsGraph.Read(modelPath), TfjsWeights.Read(modelPath), picture);
        Join(graph, nodes, "offsets", "regressors", 16);
        Join(graph, nodes, "logits", "classificators", 1);
        return graph.ToBytes();
    }

    private static void Join(OnnxGraphWriter graph, TfjsConversion nodes, string output, string head, int width)
    {
        string[] levels = [nodes.Make($"{Head}{head}_1/{head}_1"), nodes.Make($"{Head}{head}_2/{head}_2")];
        graph.AddAs(output, "Concat", levels, new OnnxParameter("axis", 1));
        graph.Output(output, OnnxElement.Real32, 1, -1, width);
    }
}

namespace Mm.Data.Models.Conversion;

/// <summary>
/// CenterNet (arXiv 1904.07850) on MobileNetV3, trained on COCO, as npm's <c>@vladmandic/human</c> carries it, as an ONNX graph that takes
/// any sides that are multiples of 32: input <c>image</c> [1, 3, height, width] in [-1, 1]; outputs over cells of 4 pixels <c>heat</c> [1,
/// 2, height / 4, width / 4], how much a cell looks like the middle of a person and of an animal (the likeliest of COCO's ten), in [0, 1],
/// and <c>reach</c> [1, 4, height / 4, width / 4], how far the thing about the cell reaches to the left, up, to the right and down, in
/// pixels of the input.
/// </summary>
public static class CenterNetConverter
{
    private const string Head = "tower_0/";
    private const int Person = 0;
    private const int FirstAnimal = 14; // bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe
    private const int LastAnimal = 23;

    /// <param name="modelPath">The <c>model.json</c> of the graph model, its weights beside it.</param>
    /// <returns>The bytes of the <c>.onnx</c> file.</returns>
    /// <exception cref="Mm.Data.Pipeline.ConfigurationException">The file is no graph model, or another than this.</exception>
    public static byte[] Convert(string modelPath)
    {
        var graph = new OnnxGraphWriter("centernet");
        var image = graph.Input("image", OnnxElement.Real32, 1, 3, -1, -1);
        var half = graph.Constant([127.5f], []);
        var bytes = graph.Add("Add", [graph.Add("Mul", [image, half]), half]); // the network takes pixels as they are
        var nodes = new TfjsConversion(graph, TfjsGraph.Read(modelPath), TfjsWeights.Read(modelPath), bytes);
        var classes = nodes.Make(Head + "keypoints");
        var animals = Classes(graph, classes, FirstAnimal, LastAnimal);
        var animal = graph.Add("ReduceMax", [animals], new OnnxParameter("axes", [1]), new OnnxParameter("keepdims", 1));
        graph.AddAs("heat", "Concat", [Classes(graph, classes, Person, Person), animal], new OnnxParameter("axis", 1));
        graph.AddAs("reach", "Identity", [nodes.Make(Head + "wh")]);
        graph.Output("heat", OnnxElement.Real32, 1, 2, -1, -1);
        graph.Output("reach", OnnxElement.Real32, 1, 4, -1, -1);
        return graph.ToBytes();
    }

    private static string Classes(OnnxGraphWriter graph, string classes, long first, long last) =>
        graph.Add("Slice", [classes, graph.Constant(first), graph.Constant(last + 1), graph.Constant(1)]);
}

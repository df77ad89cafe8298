using Mm.Data.Pipeline;

namespace Mm.Data.Models.Conversion;

/// <summary>
/// BlazeFace (arXiv 1907.05047) as npm's <c>@vladmandic/human</c> carries it, as an ONNX graph that takes any sides that are multiples of
/// 32: input <c>image</c> [1, 3, height, width] in [-1, 1]; outputs, level by level (strides of 16 and 32 pixels with 2 and 6 boxes a
/// cell), <c>offsets</c> [1, n, 16] in pixels of the input (centre from the cell's centre, width, height, six points) and <c>logits</c>
/// [1, n, 1].
/// </summary>
public sealed class BlazeFaceConverter
{
    private const string Head = "StatefulPartitionedCall/functional_1/tf_op_layer_";

    /// <summary>Where batch, channels, height and width of ONNX stand in TensorFlow's order.</summary>
    private static readonly int[] ChannelsFirst = [0, 3, 1, 2];

    private readonly OnnxGraphWriter _graph = new("blazeface");
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly TfjsGraph _nodes;
    private readonly TfjsWeights _weights;

    private BlazeFaceConverter(TfjsGraph nodes, TfjsWeights weights) => (_nodes, _weights) = (nodes, weights);

    /// <param name="modelPath">The <c>model.json</c> of the graph model, its weights beside it.</param>
    /// <returns>The bytes of the <c>.onnx</c> file.</returns>
    /// <exception cref="ConfigurationException">The file is no graph model, or another than this.</exception>
    public static byte[] Convert(string modelPath) =>
        new BlazeFaceConverter(TfjsGraph.Read(modelPath), TfjsWeights.Read(modelPath)).Build();

    private byte[] Build()
    {
        _graph.Input("image", OnnxElement.Real32, 1, 3, -1, -1);
        Join("offsets", "regressors", 16);
        Join("logits", "classificators", 1);
        return _graph.ToBytes();
    }

    private void Join(string output, string head, int width)
    {
        string[] levels = [Make($"{Head}{head}_1/{head}_1"), Make($"{Head}{head}_2/{head}_2")];
        _graph.AddAs(output, "Concat", levels, new OnnxParameter("axis", 1));
        _graph.Output(output, OnnxElement.Real32, 1, -1, width);
    }

    /// <summary>The tensor of a node; whatever it stands on is made before it, once.</summary>
    private string Make(string name)
    {
        if (_made.TryGetValue(name, out var made))
            return made;
        var node = _nodes[name];
        made = node.Op switch
        {
            "Placeholder" => "image",
            "_FusedConv2D" => Convolve(node, dense: true),
            "DepthwiseConv2dNative" => Convolve(node, dense: false),
            "AddV2" => Add(node),
            "Relu" => _graph.Add("Relu", [Make(node.Inputs[0])]),
            "MaxPool" => Pool(node),
            "Pad" => Pad(node),
            "Reshape" => Rows(node),
            _ => throw new ConfigurationException($"Node '{name}' is a {node.Op}, which BlazeFace does not hold: another model."),
        };
        _made.Add(name, made);
        return made;
    }

    private string Convolve(TfjsNode node, bool dense)
    {
        var kernel = _weights[node.Inputs[1]];
        var layer = dense ? Convolution.Dense(kernel, new float[kernel.Shape[3]]) : Convolution.Depthwise(kernel);
        if (node.Fused.Contains("BiasAdd"))
            layer = layer with { Bias = _weights[node.Inputs[2]].Values };
        var at = new FeatureMap(Make(node.Inputs[0]), FeatureMap.Free);
        var made = ConvolutionGraph.Convolve(_graph, at, layer, node.Along("strides")).Name;
        return node.Fused.Contains("Relu") ? _graph.Add("Relu", [made]) : made;
    }

    /// <summary>Of two maps, or of a map and a number for each of its channels.</summary>
    private string Add(TfjsNode node)
    {
        if (_nodes[node.Inputs[1]].Op != "Const")
            return _graph.Add("Add", [Make(node.Inputs[0]), Make(node.Inputs[1])]);
        var each = _weights[node.Inputs[1]].Values;
        return _graph.Add("Add", [Make(node.Inputs[0]), _graph.Constant(each, 1, each.Length, 1, 1)]);
    }

    private string Pool(TfjsNode node)
    {
        var (side, stride) = (node.Along("ksize"), node.Along("strides"));
        if (side != stride)
            throw new ConfigurationException($"Node '{node.Name}' pools {side} cells at a stride of {stride}, which BlazeFace does not.");
        return _graph.Add(
            "MaxPool", [Make(node.Inputs[0])],
            new OnnxParameter("kernel_shape", [side, side]), new OnnxParameter("strides", [stride, stride]));
    }

    /// <summary>From pairs for [n, height, width, channels] to starts and then ends of [n, channels, height, width].</summary>
    private string Pad(TfjsNode node)
    {
        var pairs = _weights[node.Inputs[1]].Values;
        var starts = ChannelsFirst.Select(side => (long)pairs[side * 2]);
        var ends = ChannelsFirst.Select(side => (long)pairs[(side * 2) + 1]);
        long[] pads = [.. starts, .. ends];
        return _graph.Add("Pad", [Make(node.Inputs[0]), _graph.Constant(pads)]);
    }

    /// <summary>A head's map as rows, boxes of a cell one after the other.</summary>
    private string Rows(TfjsNode node)
    {
        var width = (long)_weights[node.Inputs[1]].Values[^1];
        var cellsFirst = _graph.Add("Transpose", [Make(node.Inputs[0])], new OnnxParameter("perm", [0, 2, 3, 1]));
        return _graph.Add("Reshape", [cellsFirst, _graph.Constant(1, -1, width)]);
    }
}

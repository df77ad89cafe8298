using Mm.Data.Pipeline;

namespace Mm.Data.Models.Conversion;

/// <summary>
/// Writes nodes of a TensorFlow.js graph model as nodes of an ONNX graph: those operations that the converters here meet, channels first,
/// for free sides that are multiples of 32. A node is made once, after what it stands on.
/// </summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="nodes">The graph model's topology.</param>
/// <param name="weights">Its weights.</param>
/// <param name="picture">Name of the tensor that stands for the placeholder.</param>
internal sealed class TfjsConversion(OnnxGraphWriter graph, TfjsGraph nodes, TfjsWeights weights, string picture)
{
    private const string Constant = "Const";

    /// <summary>Where batch, channels, height and width of ONNX stand in TensorFlow's order.</summary>
    private static readonly int[] ChannelsFirst = [0, 3, 1, 2];

    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);

    /// <summary>The tensor of a node.</summary>
    /// <exception cref="ConfigurationException">There is no such node, or it holds what is not known here: another model.</exception>
    public string Make(string name)
    {
        if (_made.TryGetValue(name, out var made))
            return made;
        var node = nodes[name];
        made = node.Op switch
        {
            "Placeholder" => picture,
            Constant => Number(node),
            "_FusedConv2D" or "Conv2D" => Convolve(node, dense: true),
            "DepthwiseConv2dNative" or "FusedDepthwiseConv2dNative" => Convolve(node, dense: false),
            "Add" or "AddV2" => graph.Add("Add", [Make(node.Inputs[0]), Make(node.Inputs[1])]),
            "Mul" => graph.Add("Mul", [Make(node.Inputs[0]), Make(node.Inputs[1])]),
            "Relu" or "Sigmoid" or "Identity" => graph.Add(node.Op, [Make(node.Inputs[0])]),
            "Relu6" => Clip(Make(node.Inputs[0])),
            "Mean" => Mean(node),
            "MaxPool" => Pool(node),
            "Pad" => Pad(node),
            "ConcatV2" => graph.Add(
                "Concat", [.. node.Inputs.SkipLast(1).Select(Make)], new OnnxParameter("axis", ChannelsFirst.IndexOf(Axis(node)))),
            "ResizeBilinear" => Double(node),
            "Reshape" => Rows(node),
            _ => throw Unknown(node, "no converter here knows"),
        };
        _made.Add(name, made);
        return made;
    }

    private static ConfigurationException Unknown(TfjsNode node, string what) =>
        new($"Node '{node.Name}' is a {node.Op} that {what}: another model or version than the converter knows.");

    /// <summary>A number for all, or one for each channel.</summary>
    private string Number(TfjsNode node)
    {
        var value = weights[node.Name];
        return value.Shape.Length switch
        {
            0 => graph.Constant(value.Values, []),
            1 => graph.Constant(value.Values, 1, value.Values.Length, 1, 1),
            _ => throw Unknown(node, "is added or multiplied"),
        };
    }

    private string Convolve(TfjsNode node, bool dense)
    {
        var kernel = weights[node.Inputs[1]];
        if (kernel.Shape[0] > 1 && !node.IsSame)
            throw Unknown(node, "leaves borders unpadded");
        var layer = dense ? Convolution.Dense(kernel, new float[kernel.Shape[3]]) : Convolution.Depthwise(kernel);
        if (node.Fused.Contains("BiasAdd"))
            layer = layer with { Bias = weights[node.Inputs[2]].Values };
        var at = new FeatureMap(Make(node.Inputs[0]), FeatureMap.Free);
        var made = ConvolutionGraph.Convolve(graph, at, layer, node.Along("strides")).Name;
        if (node.Fused.Contains("Relu6"))
            return Clip(made);
        return node.Fused.Contains("Relu") ? graph.Add("Relu", [made]) : made;
    }

    private string Clip(string at) => graph.Add("Clip", [at, graph.Constant([0f], []), graph.Constant([6f], [])]);

    /// <summary>Over height and width, which stay as one cell.</summary>
    private string Mean(TfjsNode node) => weights[node.Inputs[1]].Values is [1, 2] && node.Has("keep_dims")
        ? graph.Add("GlobalAveragePool", [Make(node.Inputs[0])])
        : throw Unknown(node, "is not over height and width");

    private string Pool(TfjsNode node)
    {
        var (side, stride) = (node.Along("ksize"), node.Along("strides"));
        if (side != stride)
            throw Unknown(node, $"pools {side} cells at a stride of {stride}");
        return graph.Add(
            "MaxPool", [Make(node.Inputs[0])],
            new OnnxParameter("kernel_shape", [side, side]), new OnnxParameter("strides", [stride, stride]));
    }

    /// <summary>From pairs for [n, height, width, channels] to starts and then ends of [n, channels, height, width].</summary>
    private string Pad(TfjsNode node)
    {
        var pairs = weights[node.Inputs[1]].Values;
        var starts = ChannelsFirst.Select(side => (long)pairs[side * 2]);
        var ends = ChannelsFirst.Select(side => (long)pairs[(side * 2) + 1]);
        long[] pads = [.. starts, .. ends];
        return graph.Add("Pad", [Make(node.Inputs[0]), graph.Constant(pads)]);
    }

    private int Axis(TfjsNode node) => (int)weights[node.Inputs[^1]].Values[0];

    /// <summary>Twice the sides, as all that is enlarged here is; cells lie on their upper left corners, as TensorFlow 1 had it.</summary>
    private string Double(TfjsNode node)
    {
        if (node.Has("align_corners") || node.Has("half_pixel_centers"))
            throw Unknown(node, "lays its cells otherwise");
        return graph.Add(
            "Resize", [Make(node.Inputs[0]), "", graph.Constant([1f, 1f, 2f, 2f], 4)],
            new OnnxParameter("mode", "linear"), new OnnxParameter("coordinate_transformation_mode", "asymmetric"));
    }

    /// <summary>A head's map as rows, boxes of a cell one after the other.</summary>
    private string Rows(TfjsNode node)
    {
        var width = (long)weights[node.Inputs[1]].Values[^1];
        var cellsFirst = graph.Add("Transpose", [Make(node.Inputs[0])], new OnnxParameter("perm", [0, 2, 3, 1]));
        return graph.Add("Reshape", [cellsFirst, graph.Constant(1, -1, width)]);
    }
}

namespace Mm.Data.Models.Conversion;

/// <summary>A square feature map: the name of its tensor and its side in cells, or <see cref="Free"/>.</summary>
internal readonly record struct FeatureMap(string Name, int Side)
{
    /// <summary>Sides are known when the graph runs, and need not be equal. Even ones wherever a layer halves them, but for those that
    /// <see cref="ConvolutionGraph"/> pads for both.</summary>
    public const int Free = -1;
}

/// <summary>A convolution as ONNX takes it: filters [out, in / groups, height, width] and a bias for each output channel.</summary>
internal sealed record Convolution(Weights Filters, float[] Bias, int Groups = 1)
{
    /// <summary>From a TensorFlow kernel [height, width, in, out].</summary>
    public static Convolution Dense(Weights kernel, float[] bias)
    {
        var (area, input, output) = (kernel.Shape[0] * kernel.Shape[1], kernel.Shape[2], kernel.Shape[3]);
        var turned = new float[kernel.Values.Length];
        for (var i = 0; i < area; i++)
        {
            for (var from = 0; from < input; from++)
            {
                for (var to = 0; to < output; to++)
                    turned[(((to * input) + from) * area) + i] = kernel.Values[(((i * input) + from) * output) + to];
            }
        }

        return new Convolution(new Weights(turned, [output, input, kernel.Shape[0], kernel.Shape[1]]), bias);
    }

    /// <summary>From a TensorFlow depthwise kernel [height, width, channels, 1].</summary>
    public static Convolution Depthwise(Weights kernel)
    {
        var dense = Dense(kernel with { Shape = [kernel.Shape[0], kernel.Shape[1], 1, kernel.Shape[2]] }, new float[kernel.Shape[2]]);
        return dense with { Groups = kernel.Shape[2] };
    }

    /// <summary>With the batch normalisation that follows it folded in (arXiv 1502.03167, at inference).</summary>
    public Convolution Normalised(float[] gamma, float[] beta, float[] mean, float[] variance, double epsilon)
    {
        var scale = gamma.Select((g, i) => g / Math.Sqrt(variance[i] + epsilon)).ToArray();
        var each = Filters.Values.Length / scale.Length;
        return this with
        {
            Filters = Filters with { Values = [.. Filters.Values.Select((value, i) => (float)(value * scale[i / each]))] },
            Bias = [.. beta.Select((b, i) => (float)(b + ((Bias[i] - mean[i]) * scale[i])))],
        };
    }
}

/// <summary>Writes convolutions with TensorFlow's SAME padding, which puts the odd cell at the end.</summary>
internal sealed class ConvolutionGraph
{
    private readonly OnnxGraphWriter _graph;
    private readonly string _zero;
    private readonly string _six;

    public ConvolutionGraph(OnnxGraphWriter graph)
    {
        _graph = graph;
        _zero = graph.Constant([0f], []);
        _six = graph.Constant([6f], []);
    }

    public FeatureMap Convolve(FeatureMap at, Convolution by, int stride = 1) => Convolve(_graph, at, by, stride);

    /// <summary>For graphs that need no rectifier of ours.</summary>
    public static FeatureMap Convolve(OnnxGraphWriter graph, FeatureMap at, Convolution by, int stride)
    {
        var filters = by.Filters;
        var kernel = filters.Shape[2];
        var side = at.Side == FeatureMap.Free ? FeatureMap.Free : (at.Side + stride - 1) / stride;
        var (before, after) = at.Side == FeatureMap.Free ? FreePadding(kernel, stride) : Padding(at.Side, side, kernel, stride);
        string[] inputs =
        [
            at.Name,
            graph.Constant(filters.Values, [.. filters.Shape.Select(length => (long)length)]),
            graph.Constant(by.Bias, by.Bias.Length),
        ];
        var name = graph.Add(
            "Conv",
            inputs,
            new OnnxParameter("kernel_shape", [kernel, kernel]),
            new OnnxParameter("strides", [stride, stride]),
            new OnnxParameter("pads", [before, before, after, after]),
            new OnnxParameter("group", by.Groups));
        return new FeatureMap(name, side);
    }

    /// <summary>The rectifier that stops at 6.</summary>
    public FeatureMap Clip(FeatureMap at) => at with { Name = _graph.Add("Clip", [at.Name, _zero, _six]) };

    private static (int Before, int After) Padding(int from, int to, int kernel, int stride)
    {
        var padding = Math.Max(((to - 1) * stride) + kernel - from, 0);
        return (padding / 2, padding - (padding / 2));
    }

    /// <summary>
    /// As for an even side, for which SAME puts nothing before the first cell of a 3 x 3 filter of stride 2. One more cell behind is what
    /// an odd side needs to give half its cells, rounded up, on the same grid; an even one never reaches it.
    /// </summary>
    private static (int Before, int After) FreePadding(int kernel, int stride)
    {
        var padding = Math.Max(kernel - stride, 0);
        return stride == 1 ? (padding / 2, padding - (padding / 2)) : (padding / 2, padding - (padding / 2) + (kernel > stride ? 1 : 0));
    }
}

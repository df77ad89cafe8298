namespace Mm.Data.Models.Conversion;

/// <summary>
/// face-api's SSD MobileNetV1 face detector as an ONNX graph: input <c>image</c> [1, 3, 512, 512] in [-1, 1], outputs <c>boxes</c> [1,
/// 5118, 4] as y0, x0, y1, x1 in fractions of the input and <c>scores</c> [1, 5118, 1] in [0, 1], not yet suppressed. The layer plan is
/// that of the TensorFlow object-detection zoo's ssd_mobilenet_v1; paddings are TensorFlow's SAME; batch normalisation is folded into
/// the depthwise filters.
/// <para>
/// The free graph takes any sides that are multiples of 32 and leaves decoding to its reader, because the priors depend on the sides:
/// outputs <c>offsets</c> [1, n, 4] and <c>scores</c> [1, n, 1], level by level.
/// </para>
/// </summary>
public sealed class FaceSsdConverter
{
    /// <summary>Side of the input; the priors in the weights are for this one.</summary>
    public const int Side = 512;

    private const int Blocks = 13;
    private const int FirstFeatureBlock = 11;
    private const int ExtraLayers = 8;
    private const double BatchNormEpsilon = 0.0010000000474974513; // float32 0.001, as the graph was trained
    private const float CentreVariance = 0.1f;
    private const float SizeVariance = 0.2f;

    private readonly OnnxGraphWriter _graph = new("face-ssd");
    private readonly TfjsWeights _weights;
    private readonly ConvolutionGraph _layers;

    private FaceSsdConverter(TfjsWeights weights)
    {
        _weights = weights;
        _layers = new ConvolutionGraph(_graph);
    }

    /// <summary>The bytes of the <c>.onnx</c> file.</summary>
    /// <exception cref="Mm.Data.Pipeline.ConfigurationException">The weights are not this detector's.</exception>
    public static byte[] Convert(TfjsWeights weights) => new FaceSsdConverter(weights).Build();

    /// <summary>The bytes of the <c>.onnx</c> file of the free graph.</summary>
    /// <exception cref="Mm.Data.Pipeline.ConfigurationException">The weights are not this detector's.</exception>
    public static byte[] ConvertFree(TfjsWeights weights) => new FaceSsdConverter(weights).BuildFree();

    private byte[] BuildFree()
    {
        var picture = new FeatureMap(_graph.Input("image", OnnxElement.Real32, 1, 3, -1, -1), FeatureMap.Free);
        Predict(picture, offsets => Rename("offsets", offsets));
        _graph.Output("offsets", OnnxElement.Real32, 1, -1, 4);
        _graph.Output("scores", OnnxElement.Real32, 1, -1, 1);
        return _graph.ToBytes();
    }

    private byte[] Build()
    {
        Predict(new FeatureMap(_graph.Input("image", OnnxElement.Real32, 1, 3, Side, Side), Side), Decode);

        var priors = _weights["Output/extra_dim"].Shape[1];
        _graph.Output("boxes", OnnxElement.Real32, 1, priors, 4);
        _graph.Output("scores", OnnxElement.Real32, 1, priors, 1);
        return _graph.ToBytes();
    }

    /// <summary>Everything up to the offsets, which go to <paramref name="useOffsets"/>; the scores become an output.</summary>
    private void Predict(FeatureMap picture, Action<string> useOffsets)
    {
        var maps = Backbone(picture);
        maps.AddRange(Extras(maps[^1]));

        var boxes = maps.Select((map, i) => Head(map, i, "BoxEncodingPredictor", 4)).ToArray();
        var classes = maps.Select((map, i) => Head(map, i, "ClassPredictor", 3)).ToArray();
        useOffsets(_graph.Add("Concat", boxes, new OnnxParameter("axis", 1)));
        var odds = _graph.Add("Sigmoid", [_graph.Add("Concat", classes, new OnnxParameter("axis", 1))]);
        Rename("scores", Columns(odds, 1, 2)); // column 0 is background, 2 was never trained
    }

    /// <summary>MobileNetV1; its maps after block 11 and at the end.</summary>
    private List<FeatureMap> Backbone(FeatureMap picture)
    {
        var maps = new List<FeatureMap>();
        var at = Pointwise(picture, "MobilenetV1", 0, stride: 2);
        for (var block = 1; block <= Blocks; block++)
        {
            at = Pointwise(Depthwise(at, block, stride: block is 2 or 4 or 6 or 12 ? 2 : 1), "MobilenetV1", block, stride: 1);
            if (block is FirstFeatureBlock or Blocks)
                maps.Add(at);
        }

        return maps;
    }

    /// <summary>Four pairs of layers, each half the side of the one before.</summary>
    private IEnumerable<FeatureMap> Extras(FeatureMap at)
    {
        for (var layer = 0; layer < ExtraLayers; layer += 2)
        {
            at = Pointwise(Pointwise(at, "Prediction", layer, stride: 1), "Prediction", layer + 1, stride: 2);
            yield return at;
        }
    }

    private FeatureMap Pointwise(FeatureMap at, string part, int index, int stride)
    {
        var name = $"{part}/Conv2d_{index}_pointwise";
        var layer = Convolution.Dense(_weights[$"{name}/weights"], _weights[$"{name}/convolution_bn_offset"].Values);
        return _layers.Clip(_layers.Convolve(at, layer, stride));
    }

    private FeatureMap Depthwise(FeatureMap at, int block, int stride)
    {
        var name = $"MobilenetV1/Conv2d_{block}_depthwise";
        var layer = Convolution.Depthwise(_weights[$"{name}/depthwise_weights"]).Normalised(
            _weights[$"{name}/BatchNorm/gamma"].Values,
            _weights[$"{name}/BatchNorm/beta"].Values,
            _weights[$"{name}/BatchNorm/moving_mean"].Values,
            _weights[$"{name}/BatchNorm/moving_variance"].Values,
            BatchNormEpsilon);
        return _layers.Clip(_layers.Convolve(at, layer, stride));
    }

    /// <summary>One prediction layer, [1, cells x anchors, <paramref name="width"/>].</summary>
    private string Head(FeatureMap at, int index, string kind, int width)
    {
        var name = $"Prediction/BoxPredictor_{index}/{kind}";
        var map = _layers.Convolve(at, Convolution.Dense(_weights[$"{name}/weights"], _weights[$"{name}/biases"].Values));
        var cellsFirst = _graph.Add("Transpose", [map.Name], new OnnxParameter("perm", [0, 2, 3, 1]));
        return _graph.Add("Reshape", [cellsFirst, _graph.Constant(1, -1, width)]);
    }

    /// <summary>From offsets (cy, cx, h, w, scaled by the SSD paper's variances, arXiv 1512.02325) and priors to corners.</summary>
    private void Decode(string offsets)
    {
        var (centres, sizes) = Priors();
        var moved = _graph.Add("Mul", [_graph.Add("Mul", [Columns(offsets, 0, 2), Scalar(CentreVariance)]), sizes]);
        var centre = _graph.Add("Add", [moved, centres]);
        var grown = _graph.Add("Exp", [_graph.Add("Mul", [Columns(offsets, 2, 4), Scalar(SizeVariance)])]);
        var half = _graph.Add("Mul", [_graph.Add("Mul", [grown, sizes]), Scalar(0.5f)]);
        var corners = new[] { _graph.Add("Sub", [centre, half]), _graph.Add("Add", [centre, half]) };
        _graph.AddAs("boxes", "Concat", corners, new OnnxParameter("axis", 2));
    }

    /// <summary>Centres and sizes, [1, priors, 2] each, from the stored corners (y0, x0, y1, x1).</summary>
    private (string Centres, string Sizes) Priors()
    {
        var corners = _weights["Output/extra_dim"];
        var count = corners.Shape[1];
        var centres = new float[count * 2];
        var sizes = new float[count * 2];
        for (var i = 0; i < count; i++)
        {
            for (var axis = 0; axis < 2; axis++)
            {
                var (low, high) = (corners.Values[(i * 4) + axis], corners.Values[(i * 4) + axis + 2]);
                centres[(i * 2) + axis] = (low + high) / 2;
                sizes[(i * 2) + axis] = high - low;
            }
        }

        return (_graph.Constant(centres, 1, count, 2), _graph.Constant(sizes, 1, count, 2));
    }

    private string Columns(string tensor, int from, int to) =>
        _graph.Add("Slice", [tensor, _graph.Constant(from), _graph.Constant(to), _graph.Constant(2)]);

    private string Scalar(float value) => _graph.Constant([value], []);

    private void Rename(string to, string from) => _graph.AddAs(to, "Identity", [from]);
}

using Mm.Data.Models;
using Mm.Data.Models.Conversion;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Detectors;

/// <summary>Graphs that give fixed boxes or hand their input through as a map.</summary>
public sealed class DetectorTests : IDisposable
{
    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Boxes_are_fractions_of_the_picture_and_not_of_the_letterbox()
    {
        Ssd([0.25f, 0.5f, 0.5f, 1f], [0.9f]);

        var box = Assert.Single(await DetectAsync("ssd", 0.5f, contentHeight: 4));

        Assert.Equal(new Box(0.5f, 0.5f, 0.5f, 0.5f, 0.9f), box); // of the upper half of an 8 x 8 view
    }

    [Fact]
    public async Task Boxes_are_cut_to_the_picture_and_what_lies_beside_it_is_none()
    {
        Ssd([-0.5f, -0.5f, 0.25f, 2f, 0.6f, 0f, 1f, 1f], [0.9f, 0.8f]);

        var box = Assert.Single(await DetectAsync("ssd", 0.5f, contentHeight: 4));

        Assert.Equal(new Box(0, 0, 1, 0.5f, 0.9f), box);
    }

    [Fact]
    public async Task Boxes_under_the_threshold_do_not_count_and_the_best_comes_first()
    {
        Ssd([0, 0, 0.2f, 0.2f, 0.5f, 0.5f, 0.9f, 0.9f, 0.3f, 0.3f, 0.4f, 0.4f], [0.5f, 0.7f, 0.4f]);

        Assert.Equal([0.7f, 0.5f], (await DetectAsync("ssd", 0.5f)).Select(box => box.Score));
    }

    [Fact]
    public async Task Of_two_boxes_on_one_face_the_better_stays()
    {
        Ssd([0, 0, 0.5f, 0.5f, 0, 0, 0.5f, 0.45f, 0.5f, 0.5f, 1, 1], [0.8f, 0.9f, 0.7f]);

        Assert.Equal([0.9f, 0.7f], (await DetectAsync("ssd", 0.5f)).Select(box => box.Score));
    }

    [Theory]
    [InlineData(float.NaN, 0.5f)]
    [InlineData(float.PositiveInfinity, 0.5f)]
    [InlineData(0.1f, float.NaN)]
    [InlineData(0.1f, 1.5f)]
    public async Task What_is_no_number_or_no_score_is_the_detectors_fault(float corner, float score)
    {
        Ssd([corner, 0, 0.5f, 0.5f], [score]);

        await Assert.ThrowsAsync<DetectorException>(() => DetectAsync("ssd", 0.5f));
    }

    [Fact]
    public async Task Another_number_of_scores_than_of_boxes_is_the_detectors_fault()
    {
        Ssd([0, 0, 0.5f, 0.5f], [0.5f, 0.5f]);

        await Assert.ThrowsAsync<DetectorException>(() => DetectAsync("ssd", 0.5f));
    }

    [Fact]
    public async Task A_graph_without_the_named_outputs_is_told_at_opening()
    {
        Ssd([0, 0, 0.5f, 0.5f], [0.5f], scores: "odds");
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var e = Assert.Throws<ConfigurationException>(() => models.OpenDetector("ssd"));

        Assert.Contains("the graph has no output 'odds'; it has: boxes, scores", e.Message, StringComparison.Ordinal);
        Assert.Equal(e.Problems, await models.CheckAsync("ssd", Cancel));
    }

    [Fact]
    public async Task Text_on_the_map_becomes_boxes_of_the_picture()
    {
        Map();
        var spec = new ViewSpec(64, 64, Fit.Letterbox);
        var pixels = new byte[spec.Bytes];
        for (var y = 8; y < 16; y++)
        {
            for (var x = 8; x < 40; x++)
                pixels[((y * 64) + x) * 3] = 204; // the map is the red channel: 0.8
        }

        await using var models = new OnnxModels(_models.Store, _models.Options);
        var box = Assert.Single(await models.OpenDetector("map").DetectAsync(new View(spec, 0, 64, 20, pixels), 0.5f, Cancel));

        // 32 x 8 pixels, pushed out by 256 x 1.5 / 80 = 4.8: x 3.2 to 44.8 of 64, y 3.2 to 20.8, cut at 20
        Assert.Equal(0.8f, box.Score, 0.001);
        Assert.Equal(3.2 / 64, box.X, 0.0001);
        Assert.Equal(41.6 / 64, box.Width, 0.0001);
        Assert.Equal(3.2 / 20, box.Y, 0.0001);
        Assert.Equal(16.8 / 20, box.Height, 0.0001);
    }

    [Fact]
    public async Task A_map_outside_zero_to_one_is_the_detectors_fault()
    {
        Map(factor: 2);
        var spec = new ViewSpec(64, 64, Fit.Letterbox);
        var white = new View(spec, 0, 64, 64, Enumerable.Repeat((byte)255, spec.Bytes).ToArray());
        await using var models = new OnnxModels(_models.Store, _models.Options);

        await Assert.ThrowsAsync<DetectorException>(() => models.OpenDetector("map").DetectAsync(white, 0.5f, Cancel).AsTask());
    }

    private async Task<IReadOnlyList<Box>> DetectAsync(string model, float threshold, int contentHeight = 8)
    {
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var spec = new ViewSpec(8, 8, Fit.Letterbox);
        return await models.OpenDetector(model).DetectAsync(new View(spec, 0, 8, contentHeight, new byte[spec.Bytes]), threshold, Cancel);
    }

    /// <summary>A graph whose boxes and scores do not depend on the picture.</summary>
    private void Ssd(float[] corners, float[] values, string scores = "scores")
    {
        var graph = new OnnxGraphWriter("ssd");
        graph.Input("image", OnnxElement.Real32, 1, 3, 8, 8);
        graph.AddAs("boxes", "Identity", [graph.Constant(corners, 1, corners.Length / 4, 4)]);
        graph.AddAs("scores", "Identity", [graph.Constant(values, 1, values.Length, 1)]);
        graph.Output("boxes", OnnxElement.Real32, 1, -1, 4);
        graph.Output("scores", OnnxElement.Real32, 1, -1, 1);
        Detector("ssd", graph, 8, $"{{ kind: ssd-boxes, boxes: boxes, scores: {scores}, threshold: 0.5 }}");
    }

    private void Map(float factor = 1)
    {
        var graph = new OnnxGraphWriter("map");
        var image = graph.Input("image", OnnxElement.Real32, 1, 3, -1, -1);
        var red = graph.Add("Slice", [image, graph.Constant(0), graph.Constant(1), graph.Constant(1)]);
        graph.AddAs("map", "Mul", [red, graph.Constant([factor], [1, 1, 1, 1])]);
        graph.Output("map", OnnxElement.Real32, 1, 1, -1, -1);
        Detector("map", graph, 64, "{ kind: db-text, map: map, threshold: 0.5 }");
    }

    private void Detector(string name, OnnxGraphWriter graph, int size, string detector) => _models.Card(name, $"""
        name: {name}
        task: box-detector
        licence: {"{"} name: MIT, commercial: true {"}"}
        origin: {"{"} kind: built-in {"}"}
        files:
        {_models.File(name, "network", "network.onnx", graph.ToBytes())}
        image: {"{"} size: {size}, resize: letterbox, mean: [0, 0, 0], std: [1, 1, 1], input: image {"}"}
        detector: {detector}
        """);
}

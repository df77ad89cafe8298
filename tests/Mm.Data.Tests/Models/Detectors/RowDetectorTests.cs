using Mm.Data.Models;
using Mm.Data.Models.Conversion;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Detectors;

/// <summary>Graphs that give fixed rows, on views of 8 x 8 pixels.</summary>
public sealed class RowDetectorTests : IDisposable
{
    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Rows_of_corners_with_one_score_are_boxes()
    {
        Rows([2, 0, 4, 8, 0.9f, 0, 0, 1, 1, 0.2f], [1, 2, 5], "box: corner-pixels");

        Assert.Equal(new Box(0.25f, 0, 0.25f, 1, 0.9f), Assert.Single(await DetectAsync()));
    }

    [Fact]
    public async Task Columns_of_centres_with_class_scores_are_boxes_of_the_best_class_that_counts()
    {
        // Two boxes: x, y, w, h, class 0, class 1.
        Rows([4, 1, 4, 1, 2, 1, 4, 1, 0.95f, 0.9f, 0.6f, 0.1f], [1, 6, 2], "box: centre-pixels, transposed: true, classes: [1]");

        Assert.Equal(new Box(0.375f, 0.25f, 0.25f, 0.5f, 0.6f), Assert.Single(await DetectAsync()));
    }

    [Fact]
    public async Task With_objectness_a_score_is_the_product()
    {
        Rows([0, 0, 0.5f, 1, 0.8f, 0.5f, 0.75f], [1, 1, 7], "box: corner-shares, objectness: true");

        var box = Assert.Single(await DetectAsync());
        Assert.Equal(0.6f, box.Score, 0.0001);
        Assert.Equal(0.5f, box.Width, 0.0001);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1.2f)]
    [InlineData(-0.2f)]
    public async Task What_is_no_score_is_the_detectors_fault(float score)
    {
        Rows([0, 0, 4, 4, score], [1, 1, 5], "box: corner-pixels");

        await Assert.ThrowsAsync<DetectorException>(() => DetectAsync());
    }

    [Fact]
    public async Task A_row_without_the_class_that_counts_is_the_detectors_fault()
    {
        Rows([0, 0, 4, 4, 0.5f], [1, 1, 5], "box: corner-pixels, classes: [3]");

        await Assert.ThrowsAsync<DetectorException>(() => DetectAsync());
    }

    private async Task<IReadOnlyList<Box>> DetectAsync()
    {
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var spec = new ViewSpec(8, 8, Fit.Letterbox);
        return await models.OpenDetector("rows").DetectAsync(new View(spec, 0, 8, 8, new byte[spec.Bytes]), 0.5f, Cancel);
    }

    private void Rows(float[] values, long[] shape, string layout)
    {
        var graph = new OnnxGraphWriter("rows");
        graph.Input("image", OnnxElement.Real32, 1, 3, 8, 8);
        graph.AddAs("output0", "Identity", [graph.Constant(values, shape)]);
        graph.Output("output0", OnnxElement.Real32, 1, -1, -1);
        _models.Card("rows", $"""
            name: rows
            task: box-detector
            licence: {"{"} name: MIT, commercial: true {"}"}
            origin: {"{"} kind: user {"}"}
            files:
            {_models.File("rows", "network", "network.onnx", graph.ToBytes())}
            image: {"{"} size: 8, resize: letterbox, mean: [0, 0, 0], std: [1, 1, 1], input: image {"}"}
            detector: {"{"} kind: box-rows, rows: output0, threshold: 0.5, {layout} {"}"}
            """);
    }
}

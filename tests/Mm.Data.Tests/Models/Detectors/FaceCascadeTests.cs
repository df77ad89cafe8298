using Mm.Data.Models;
using Mm.Data.Models.Conversion;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Detectors;

/// <summary>
/// Graphs that say the same of whatever they see, on pictures of 32 x 32, where every pass of the cascade has the same size: 42 boxes of
/// the first network, 14 of the second.
/// </summary>
public sealed class FaceCascadeTests : IDisposable
{
    private const int Side = 32;
    private const int FirstBoxes = 42;
    private const int SecondBoxes = 14;
    private const int Cells = 64;

    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task What_neither_network_takes_for_a_face_costs_no_closer_look_and_is_none()
    {
        Cascade(first: 0.05f, second: -9);

        Assert.Empty(await DetectAsync(0.01f));
    }

    [Fact]
    public async Task A_score_is_the_logistic_function_of_the_weighted_logits()
    {
        Cascade(first: 0.8f, second: -9, unsure: "[100, 101]");

        var box = (await DetectAsync(0.01f))[0];

        var sum = (0.5 * Logit(0.8)) + (0.25 * Logit(0.003)) + (2 * Logit(0.8)) - 1; // near look: the same graph, so the same score
        Assert.Equal(1 / (1 + Math.Exp(-sum)), box.Score, 0.001);
    }

    [Fact]
    public async Task Where_the_near_look_leaves_doubt_all_five_logits_count()
    {
        Cascade(first: 0.8f, second: -9, unsure: "[-100, 100]");

        var box = (await DetectAsync(0.01f))[0];

        var sum = (0.1 * Logit(0.8)) + (0.2 * Logit(0.003)) + ((0.3 + 0.4 + 0.5) * Logit(0.8)) - 2;
        Assert.Equal(1 / (1 + Math.Exp(-sum)), box.Score, 0.001);
    }

    [Fact]
    public async Task A_candidate_of_the_second_network_alone_is_looked_at_too()
    {
        Cascade(first: 0.02f, second: 2);

        Assert.NotEmpty(await DetectAsync(0f));
    }

    [Fact]
    public async Task The_same_picture_gives_the_same_boxes()
    {
        Cascade(first: 0.6f, second: 1);

        Assert.Equal(await DetectAsync(0.01f), await DetectAsync(0.01f));
    }

    [Theory]
    [InlineData(float.NaN, 0f)]
    [InlineData(float.PositiveInfinity, 0f)]
    [InlineData(1.5f, 0f)]
    [InlineData(0.5f, float.NaN)]
    [InlineData(0.5f, float.NegativeInfinity)]
    public async Task What_is_no_number_or_no_score_is_the_detectors_fault(float first, float second)
    {
        Cascade(first, second);

        await Assert.ThrowsAsync<DetectorException>(() => DetectAsync(0.5f));
    }

    [Theory]
    [InlineData(FirstBoxes - 1, SecondBoxes)]
    [InlineData(FirstBoxes, SecondBoxes + 1)]
    public async Task Another_number_of_boxes_than_the_picture_asks_for_is_the_detectors_fault(int firstBoxes, int secondBoxes)
    {
        Cascade(0.5f, 0, firstBoxes: firstBoxes, secondBoxes: secondBoxes);

        await Assert.ThrowsAsync<DetectorException>(() => DetectAsync(0.5f));
    }

    [Fact]
    public async Task A_graph_that_lacks_an_output_is_told_at_opening()
    {
        Cascade(0.5f, 0, logits: "odds");
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var e = Assert.Throws<ConfigurationException>(() => models.OpenDetector("faces"));

        Assert.Contains("the second graph has no output 'logits'; it has: odds, offsets", Sorted(e.Message), StringComparison.Ordinal);
    }

    /// <summary>What the third network sees is larger than any box, so every box lies in it.</summary>
    [Theory]
    [InlineData(0f, 0.5f, true)]
    [InlineData(0.2f, 0.5f, true)]
    [InlineData(0.3f, 0.5f, false)] // a person is there too
    [InlineData(0f, 0.2f, false)] // not enough of an animal
    [InlineData(0.9f, 0f, false)]
    public async Task A_face_in_an_animal_and_in_no_person_as_likely_is_none(float person, float animal, bool isAnimals)
    {
        Cascade(first: 0.8f, second: -9, unsure: "[100, 101]", animals: (person, animal, "0.95"));

        Assert.Equal(isAnimals, (await DetectAsync(0.5f)).Count == 0);
    }

    [Fact]
    public async Task A_face_that_is_sure_is_a_persons_whatever_lies_about_it()
    {
        Cascade(first: 0.8f, second: -9, unsure: "[100, 101]", animals: (0, 1, "0.5"));

        Assert.NotEmpty(await DetectAsync(0.5f));
    }

    [Fact]
    public async Task Boxes_below_the_models_own_threshold_stay_as_they_are()
    {
        Cascade(first: 0.55f, second: -9, unsure: "[100, 101]", animals: (0, 1, "0.95"));

        Assert.All(await DetectAsync(0.01f), box => Assert.InRange(box.Score, 0.01, 0.5));
        Assert.NotEmpty(await DetectAsync(0.01f));
    }

    [Theory]
    [InlineData(float.NaN, 64)]
    [InlineData(0.5f, 63)]
    public async Task What_the_third_network_gives_is_checked_too(float animal, int cells)
    {
        Cascade(first: 0.8f, second: -9, unsure: "[100, 101]", animals: (0, animal, "0.95"), cells: cells);

        await Assert.ThrowsAsync<DetectorException>(() => DetectAsync(0.5f));
    }

    [Fact]
    public async Task The_digest_covers_both_graphs_and_every_number_of_the_cascade()
    {
        async Task<string> DigestAsync()
        {
            await using var models = new OnnxModels(_models.Store, _models.Options);
            return models.OpenDetector("faces").Model.Digest;
        }

        Cascade(0.5f, 0);
        var before = await DigestAsync();
        Cascade(0.5f, 1);
        var otherGraph = await DigestAsync();
        Cascade(0.5f, 0, unsure: "[-1, 1]");

        Assert.Equal(3, new[] { before, otherGraph, await DigestAsync() }.Distinct().Count());
    }

    private static string Sorted(string message) => message.Replace("offsets, odds", "odds, offsets", StringComparison.Ordinal);

    private static double Logit(double p) => Math.Log(p / (1 - p));

    private async Task<IReadOnlyList<Box>> DetectAsync(float threshold)
    {
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var spec = new ViewSpec(Side, Side, Fit.Letterbox);
        return await models.OpenDetector("faces").DetectAsync(new View(spec, 0, Side, Side, new byte[spec.Bytes]), threshold, Cancel);
    }

    private void Cascade(
        float first, float second, string unsure = "[-3, 3]", int firstBoxes = FirstBoxes, int secondBoxes = SecondBoxes, string logits = "logits",
        (float Person, float Animal, string Sure)? animals = null, int cells = Cells)
    {
        var ssd = Graph(firstBoxes, 4, "scores", first, 0);
        var blaze = Graph(secondBoxes, 16, logits, second, 10);
        _models.Card("faces", $"""
            name: faces
            task: box-detector
            licence: {"{"} name: MIT, commercial: true {"}"}
            origin: {"{"} kind: built-in {"}"}
            files:
            {_models.File("faces", "first", "first.onnx", ssd)}
            {_models.File("faces", "second", "second.onnx", blaze)}
            {(animals is { } heat ? _models.File("faces", "animals", "animals.onnx", Things(heat.Person, heat.Animal, cells)) : "")}
            image: {"{"} size: {Side}, resize: letterbox, mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5], input: image {"}"}
            detector:
              kind: face-cascade
              threshold: 0.5
              nms-iou: 0.3
              cascade:
                first-side: {Side}
                first-min: 0.1
                second-side: {Side}
                second-min: 0.25
                zoom-side: {Side}
                zoom: [1, 1]
                unsure: {unsure}
                near-look: [0.5, 0.25, 2, -1]
                full-look: [0.1, 0.2, 0.3, 0.4, 0.5, -2]
                {(animals is { } rule ? $"animals: {{ side: {Side}, sure: {rule.Sure}, heat-min: 0.25, lead: 2, cover-min: 0.6 }}" : "")}
            """);
    }

    /// <summary>A person and an animal about every cell, larger than any box.</summary>
    private static byte[] Things(float person, float animal, int cells)
    {
        float[] heat = [.. Enumerable.Repeat(person, cells), .. Enumerable.Repeat(animal, cells)];
        var graph = new OnnxGraphWriter("constant");
        graph.Input("image", OnnxElement.Real32, 1, 3, -1, -1);
        graph.AddAs("heat", "Identity", [graph.Constant(heat, 1, 2, 1, cells)]);
        graph.AddAs("reach", "Identity", [graph.Constant(Enumerable.Repeat(1024f, 4 * cells).ToArray(), 1, 4, 1, cells)]);
        graph.Output("heat", OnnxElement.Real32, 1, 2, -1, -1);
        graph.Output("reach", OnnxElement.Real32, 1, 4, -1, -1);
        return graph.ToBytes();
    }

    /// <summary>Every box with the same numbers and score.</summary>
    private static byte[] Graph(int boxes, int numbers, string scores, float score, float number)
    {
        var graph = new OnnxGraphWriter("constant");
        graph.Input("image", OnnxElement.Real32, 1, 3, -1, -1);
        graph.AddAs("offsets", "Identity", [graph.Constant(Enumerable.Repeat(number, boxes * numbers).ToArray(), 1, boxes, numbers)]);
        graph.AddAs(scores, "Identity", [graph.Constant(Enumerable.Repeat(score, boxes).ToArray(), 1, boxes, 1)]);
        graph.Output("offsets", OnnxElement.Real32, 1, -1, numbers);
        graph.Output(scores, OnnxElement.Real32, 1, -1, 1);
        return graph.ToBytes();
    }
}

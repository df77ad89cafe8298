using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Mm.Data.Models.Conversion;
using Mm.Data.Models.Detectors;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Conversion;

/// <summary>The two networks of the face cascade out of their packages.</summary>
public sealed class FaceNetworksTests
{
    private static readonly string Ssd = Path.Combine(
        Checkout.NodeModules, "@vladmandic", "face-api", "model", "ssd_mobilenetv1_model-weights_manifest.json");

    private static readonly string Animals = Path.Combine(Checkout.NodeModules, "@vladmandic", "human", "models", "centernet.json");

    /// <summary>Cell, person, animal, and how far it reaches to the left and down.</summary>
    private static readonly (int Cell, float Person, float Animal, float Left, float Down)[] Reference =
    [
        (0, 0.01544f, 0.02010f, 1.620f, 6.237f),
        (200, 0.02606f, 0.01245f, 33.664f, 45.076f),
        (400, 0.15407f, 0.07961f, 64.018f, 44.656f),
        (767, 0.01147f, 0.01634f, 1.668f, 4.625f),
    ];

    private static readonly string Blaze = Path.Combine(Checkout.NodeModules, "@vladmandic", "human", "models", "blazeface.json");

    [Fact]
    public void The_free_graph_gives_at_the_trained_size_what_the_fixed_one_gives()
    {
        Assert.SkipUnless(File.Exists(Ssd), "packages are not in .setup/npm/node_modules: run ops/setup");
        var weights = TfjsWeights.Read(Ssd);
        var picture = Picture(FaceSsdConverter.Side, FaceSsdConverter.Side);
        var fixedSize = Run(FaceSsdConverter.Convert(weights), picture, "boxes", "scores");
        var free = Run(FaceSsdConverter.ConvertFree(weights), picture, "offsets", "scores");

        var boxes = SsdOffsets.Read(free[0], free[1], new CascadePass(FaceSsdConverter.Side, FaceSsdConverter.Side), 0)!;

        Assert.Equal(fixedSize[1].Length, boxes.Count);
        for (var i = 0; i < boxes.Count; i++)
        {
            Assert.Equal(fixedSize[1][i], boxes[i].Score, 1e-5);
            Assert.Equal(fixedSize[0][i * 4] * 512, boxes[i].Y, 0.05);
            Assert.Equal(fixedSize[0][(i * 4) + 1] * 512, boxes[i].X, 0.05);
            Assert.Equal((fixedSize[0][(i * 4) + 2] - fixedSize[0][i * 4]) * 512, boxes[i].Height, 0.05);
        }
    }

    [Theory]
    [InlineData(128, 96)]
    [InlineData(480, 352)]
    public void Both_take_other_sizes_and_give_as_many_boxes_as_those_ask_for(int width, int height)
    {
        Assert.SkipUnless(File.Exists(Ssd) && File.Exists(Blaze), "packages are not in .setup/npm/node_modules: run ops/setup");
        var (pass, picture) = (new CascadePass(width, height), Picture(width, height));
        var ssd = Run(FaceSsdConverter.ConvertFree(TfjsWeights.Read(Ssd)), picture, "offsets", "scores");
        var blaze = Run(BlazeFaceConverter.Convert(Blaze), picture, "offsets", "logits");

        Assert.NotNull(SsdOffsets.Read(ssd[0], ssd[1], pass, 0));
        Assert.NotNull(BlazeOffsets.Read(blaze[0], blaze[1], pass, 0));
    }

    /// <summary>Values of the package's own graph, computed node by node in PyTorch 1.13.</summary>
    [Fact]
    public void The_network_of_people_and_animals_gives_what_its_package_computes()
    {
        Assert.SkipUnless(File.Exists(Animals), "packages are not in .setup/npm/node_modules: run ops/setup");
        var (pass, picture) = (new CascadePass(128, 96), Picture(128, 96));
        var outputs = Run(CenterNetConverter.Convert(Animals), picture, "heat", "reach");

        Assert.NotNull(CentreMap.Read(outputs[0], outputs[1], pass, 1));
        Assert.Equal(2 * 32 * 24, outputs[0].Length);
        foreach (var (cell, person, animal, left, down) in Reference)
        {
            Assert.Equal(person, outputs[0][cell], 1e-4);
            Assert.Equal(animal, outputs[0][(32 * 24) + cell], 1e-4);
            Assert.Equal(left, outputs[1][cell], 0.01);
            Assert.Equal(down, outputs[1][(3 * 32 * 24) + cell], 0.01);
        }
    }

    [Fact]
    public void A_graph_model_of_another_network_is_told()
    {
        var other = Path.Combine(Path.GetDirectoryName(Blaze)!, "emotion.json");
        Assert.SkipUnless(File.Exists(other), "packages are not in .setup/npm/node_modules: run ops/setup");

        var e = Assert.Throws<ConfigurationException>(() => BlazeFaceConverter.Convert(other));

        Assert.Contains("another model", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A pattern of no meaning in [-1, 1].</summary>
    private static DenseTensor<float> Picture(int width, int height) => new(
        Enumerable.Range(0, 3 * width * height).Select(i => (i * 7919 % 255 / 127.5f) - 1).ToArray(), [1, 3, height, width]);

    private static float[][] Run(byte[] graph, DenseTensor<float> picture, params string[] outputs)
    {
        using var session = new InferenceSession(graph);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("image", picture)], outputs);
        return [.. results.Select(result => result.AsEnumerable<float>().ToArray())];
    }
}

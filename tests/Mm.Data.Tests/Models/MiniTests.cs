using Microsoft.ML.OnnxRuntime;
using Mm.Data.Models;
using Mm.Data.Models.Build;
using Mm.Data.Models.Store;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models;

/// <summary>The committed encoder on the backbone that set-up converts; numbers from docs/models-mini-backbone.md.</summary>
public sealed class MiniTests : IDisposable
{
    private const int Side = 224;
    private const double Tolerance = 1e-3;

    private readonly ModelFolder _built = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _built.Dispose();

    [Fact]
    public async Task The_backbone_as_converted_is_the_one_that_the_card_names()
    {
        var options = await BuildAsync();
        await using var models = new OnnxModels(new ModelStore(options), options);

        Assert.Empty(await models.CheckAsync("mini", Cancel));
    }

    [Fact]
    public async Task Without_its_backbone_it_is_not_opened_and_says_what_makes_it()
    {
        var options = _built.Options with { Folders = [Path.Combine(Checkout.Root, "models")] };
        await using var models = new OnnxModels(new ModelStore(options), options);

        var problem = Assert.Single(await models.CheckAsync("mini", Cancel));

        Assert.Contains("backbone", problem, StringComparison.Ordinal);
        Assert.Contains("mmdata models build", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_and_a_caption_become_unit_vectors_of_one_space()
    {
        var options = await BuildAsync();
        await using var models = new OnnxModels(new ModelStore(options), options);
        var mini = models.OpenDualEncoder("mini");
        var stripes = Enumerable.Range(0, mini.View.Bytes).Select(i => (byte)i).ToArray();

        var image = await mini.EmbedImageAsync(new View(mini.View, 0, Side, Side, stripes), Cancel);
        var text = await mini.EmbedTextAsync("a dog on the beach", Cancel);

        Assert.Equal(image.Length, text.Length);
        Assert.Equal(1, image.Sum(v => v * v), Tolerance);
        Near([-0.03111, -0.05412, -0.05806, -0.04077, 0.02753, 0.02966], text);
    }

    [Fact]
    public async Task Backbone_and_head_give_the_numbers_of_the_reference()
    {
        var mini = new ModelStore(await BuildAsync()).Find("mini");
        var pattern = Enumerable.Range(0, 3).SelectMany(plane => Enumerable.Range(0, Side * Side)
            .Select(i => (((i % Side) + (2 * (i / Side)) + (3 * plane)) % 7 / 3f) - 1));

        var features = Run(mini.PathOf("backbone"), [.. pattern], [1, 3, Side, Side]);
        var embedding = Run(mini.PathOf("head"), features, [1, 96, 14, 14]);

        var mean = features.Average(value => (double)value);
        Assert.Equal(-0.1777, mean, Tolerance);
        Assert.Equal(2.3585, Math.Sqrt(features.Average(value => (value - mean) * (value - mean))), Tolerance);
        Near([0.00213, -0.01908, -0.00342, 0.06635, 0.06234, 0.03498], embedding);
    }

    /// <summary>Only the backbone is built; the rest is the checkout's.</summary>
    private async Task<ModelOptions> BuildAsync()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Checkout.NodeModules, "nsfwjs")), "npm package nsfwjs is not here: run ops/setup");
        await ModelBuilder.BuildAsync("mini-backbone", Checkout.NodeModules, _built.Root, Cancel);
        return _built.Options with { Folders = [Path.Combine(Checkout.Root, "models"), _built.Root] };
    }

    private static float[] Run(string path, float[] values, long[] shape)
    {
        using var session = new InferenceSession(path);
        using var input = OrtValue.CreateTensorValueFromMemory(values, shape);
        using var options = new RunOptions();
        using var results = session.Run(options, [session.InputMetadata.Keys.Single()], [input], [session.OutputMetadata.Keys.Single()]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    private static void Near(double[] expected, float[] found) =>
        Assert.All(expected.Index(), item => Assert.Equal(item.Item, found[item.Index], Tolerance));
}

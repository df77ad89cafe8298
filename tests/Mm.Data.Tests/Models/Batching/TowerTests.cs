using Mm.Data.Models;
using Mm.Data.Models.Batching;
using Mm.Data.Models.Conversion;
using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Batching;

/// <summary>The law of equal bytes in batches, on real graphs.</summary>
public sealed class TowerTests : IDisposable
{
    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("mini", 1)]
    [InlineData("mini", 8)]
    [InlineData("teacher", 8)]
    [InlineData("teacher", 3)]
    public async Task An_embedding_is_the_same_bit_for_bit_at_any_place_and_in_any_company(string name, int batch)
    {
        var options = Real(name) with { ImageBatch = batch, TextBatch = batch, LingerMs = 5 };
        await using var models = new OnnxModels(new(options), options);
        var encoder = models.OpenDualEncoder(name);
        View[] views = [.. Enumerable.Range(0, 2 * batch).Select(seed => Noise(encoder.View, seed))];
        string[] texts = [.. Enumerable.Range(0, 2 * batch).Select(i => $"{i} dogs run along the beach" + string.Concat(Enumerable.Repeat(" fast", i)))];
        var alone = new List<float[]>();
        var aloneText = new List<float[]>();
        foreach (var (view, text) in views.Zip(texts))
        {
            alone.Add(await encoder.Interactive.EmbedImageAsync(view, Cancel)); // padded: nobody else is there
            aloneText.Add(await encoder.Interactive.EmbedTextAsync(text, Cancel));
        }

        for (var turn = 0; turn < batch; turn++)
        {
            int[] order = [.. Enumerable.Range(0, views.Length).Select(i => ((i * ((2 * turn) + 1)) + turn) % views.Length)];
            var together = await Task.WhenAll(order.Select(i => encoder.EmbedImageAsync(views[i], Cancel).AsTask()));
            var textsTogether = await Task.WhenAll(order.Select(i => encoder.EmbedTextAsync(texts[i], Cancel).AsTask()));

            Assert.All(order.Index(), item => Assert.Equal(alone[item.Item], together[item.Index]));
            Assert.All(order.Index(), item => Assert.Equal(aloneText[item.Item], textsTogether[item.Index]));
        }

        // Two views may find two lanes free; twice eight cannot.
        Assert.True(batch == 1 || models.Statistics.Single(graph => graph.Tower == "image").DepthMax > 1);
    }

    [Fact]
    public async Task A_graph_whose_rows_depend_on_each_other_is_caught_and_runs_row_by_row()
    {
        _models.DualEncoder("tiny", mixing: true);
        var options = _models.Options with { ImageBatch = 4, LingerMs = 1 };
        await using var models = new OnnxModels(_models.Store, options);
        var encoder = models.OpenDualEncoder("tiny");

        var alone = await encoder.EmbedImageAsync(Picture(30, 40, 0), Cancel);
        var together = await Task.WhenAll(
            encoder.EmbedImageAsync(Picture(30, 40, 0), Cancel).AsTask(), encoder.EmbedImageAsync(Picture(0, 90, 200), Cancel).AsTask());

        Assert.Equal(alone, together[0]);
        var image = models.Statistics.Single(graph => graph.Tower == "image" && graph.Batches > 0);
        Assert.Equal(1, image.Batch);
        Assert.Contains("depend on its batch of 4", image.Note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_that_come_together_share_passes_and_the_last_one_is_padded()
    {
        _models.DualEncoder("tiny");
        var options = _models.Options with { ImageBatch = 4, Parallel = 1, LingerMs = 50 };
        await using var models = new OnnxModels(_models.Store, options);
        var encoder = models.OpenDualEncoder("tiny");

        var many = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => encoder.EmbedImageAsync(Picture((byte)i, 0, 0), Cancel).AsTask()));

        Assert.All(many, embedding => Assert.Equal([1f, 0f, 0f], embedding));
        var image = models.Statistics.Single(graph => graph.Tower == "image");
        Assert.Equal((4, 2L, 6L, 0.75), (image.Batch, image.Batches, image.Rows, image.MeanFill));
        Assert.Null(image.Note);
    }

    [Fact]
    public async Task Captions_run_at_the_shortest_length_that_holds_them_where_padding_changes_nothing()
    {
        _models.LongText("tiny", isMasked: true);
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var encoder = models.OpenDualEncoder("tiny");

        await encoder.EmbedTextAsync("ab", Cancel);
        await encoder.EmbedTextAsync(string.Join(' ', Enumerable.Repeat("ab", 20)), Cancel);
        await encoder.EmbedTextAsync(string.Join(' ', Enumerable.Repeat("ab", 60)), Cancel);

        Assert.Equal(
            [("text", 1L), ("text, 16 ids", 1L), ("text, 32 ids", 1L)],
            models.Statistics.Select(graph => (graph.Tower, graph.Rows)).OrderBy(item => item.Tower, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_text_tower_that_counts_its_padding_keeps_to_one_length()
    {
        _models.LongText("tiny", isMasked: false);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        await models.OpenDualEncoder("tiny").EmbedTextAsync("ab", Cancel);

        Assert.Equal(["text"], models.Statistics.Select(graph => graph.Tower));
    }

    [Fact]
    public async Task Several_devices_give_the_same_bits_and_both_work()
    {
        _models.DualEncoder("tiny");
        var options = _models.Options with { ImageBatch = 2 };
        await using var one = new OnnxModels(_models.Store, options);
        await using var two = new OnnxModels(_models.Store, options, null, TimeProvider.System, OnnxDevices.CpuTwice());
        View[] views = [.. Enumerable.Range(1, 64).Select(i => Picture((byte)i, (byte)(3 * i), 9))];

        var single = await Task.WhenAll(views.Select(view => one.OpenDualEncoder("tiny").EmbedImageAsync(view, Cancel).AsTask()));
        var both = await Task.WhenAll(views.Select(view => two.OpenDualEncoder("tiny").EmbedImageAsync(view, Cancel).AsTask()));

        Assert.Equal(2, two.Lanes);
        Assert.Equal(single, both);
    }

    [Fact]
    public async Task Half_precision_inputs_and_outputs_are_taken_as_they_are()
    {
        _models.DualEncoder("tiny", half: true);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var image = await models.OpenDualEncoder("tiny").EmbedImageAsync(Picture(30, 40, 0), Cancel);

        Assert.Equal([0.6f, 0.8f, 0f], image.Select(value => MathF.Round(value, 3)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(5, 5)]
    public void Layers_of_attention_are_counted_without_loading_the_graph(int layers, int expected)
    {
        var graph = new OnnxGraphWriter("layers");
        var at = graph.Input("x", OnnxElement.Real32, 1, 4);
        for (var i = 0; i < layers; i++)
            at = graph.Add("Softmax", [graph.Add("Mul", [at, graph.Constant([2f])])], new OnnxParameter("axis", -1L));
        graph.AddAs("y", "Identity", [at]);
        graph.Output("y", OnnxElement.Real32, 1, 4);
        _models.File("layers", "network", "network.onnx", graph.ToBytes());

        Assert.Equal(expected, GraphProbe.AttentionLayers(_models.PathOf("layers", "network.onnx")));
    }

    [Fact]
    public void A_file_that_is_no_graph_has_no_layers()
    {
        _models.File("broken", "network", "network.onnx", [0x3a, 0xff, 0xff, 0x01, 0x00, 0x0f]);

        Assert.Equal(0, GraphProbe.AttentionLayers(_models.PathOf("broken", "network.onnx")));
    }

    private static View Picture(byte r, byte g, byte b) =>
        new(new ViewSpec(2, 2), 0, 2, 2, Enumerable.Repeat(new[] { r, g, b }, 4).SelectMany(pixel => pixel).ToArray());

    private static View Noise(ViewSpec spec, int seed)
    {
        var pixels = new byte[spec.Bytes];
        new Random(seed).NextBytes(pixels);
        return new View(spec, 0, spec.Width, spec.Height, pixels);
    }

    private ModelOptions Real(string name)
    {
        if (name == "teacher")
        {
            Assert.SkipUnless(Directory.Exists(Checkout.Teacher), "../shared/models/teacher is not here");
            _models.Card("teacher", TeacherCard.Yaml);
            return _models.Options;
        }

        var built = Path.Combine(Checkout.Root, ".setup", "models");
        Assert.SkipUnless(Directory.Exists(Path.Combine(built, "mini-backbone")), "mini's backbone is not built: run ops/setup");
        return _models.Options with { Folders = [Path.Combine(Checkout.Root, "models"), built] };
    }
}

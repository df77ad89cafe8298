using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models;

public sealed class DualEncoderTests : IDisposable
{
    private readonly ModelFolder _models = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task Each_kind_of_export_gives_unit_embeddings(bool joint, bool wholes32, bool mask)
    {
        _models.DualEncoder("tiny", joint, wholes32, mask);
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var encoder = models.OpenDualEncoder("tiny");

        var image = await encoder.EmbedImageAsync(Picture(30, 40, 0), Cancel);
        var text = await encoder.EmbedTextAsync("ab", Cancel);

        Assert.Equal(3, encoder.Dimensions);
        Assert.Equal([0.6f, 0.8f, 0f], image.Select(v => MathF.Round(v, 5)));
        Assert.Equal([0.33333f, 0.66667f, 0.66667f], text.Select(v => MathF.Round(v, 5)));
    }

    [Fact]
    public async Task A_tower_split_into_backbone_and_head_gives_what_the_whole_one_gives()
    {
        _models.DualEncoder("whole");
        _models.DualEncoder("split", split: true);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var whole = await models.OpenDualEncoder("whole").EmbedImageAsync(Picture(30, 40, 0), Cancel);
        var split = await models.OpenDualEncoder("split").EmbedImageAsync(Picture(30, 40, 0), Cancel);

        Assert.Equal(whole, split);
    }

    [Fact]
    public async Task The_mask_hides_the_padding()
    {
        _models.DualEncoder("tiny", mask: true);
        var card = _models.PathOf("tiny", "model.yaml");
        var yaml = await File.ReadAllTextAsync(card, Cancel);
        await File.WriteAllTextAsync(card, yaml.Replace("pad-id: 0", "pad-id: 7", StringComparison.Ordinal), Cancel);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var text = await models.OpenDualEncoder("tiny").EmbedTextAsync("ab", Cancel);

        Assert.Equal([0.33333f, 0.66667f, 0.66667f], text.Select(v => MathF.Round(v, 5)));
    }

    [Fact]
    public async Task A_model_is_opened_once_and_tells_its_digest()
    {
        _models.DualEncoder("tiny");
        await using var models = new OnnxModels(_models.Store, _models.Options);

        Assert.Same(models.OpenDualEncoder("tiny"), models.OpenDualEncoder("tiny"));
        Assert.Equal(new ModelUse("tiny", _models.Store.Find("tiny").Digest, "MIT"), models.OpenDualEncoder("tiny").Model);
        Assert.Equal(0.20f, models.OpenDualEncoder("tiny").MatchThreshold);
        Assert.Equal(16f, models.OpenDualEncoder("tiny").LogitScale);
    }

    [Fact]
    public async Task What_runs_beside_it_does_not_change_an_embedding()
    {
        _models.DualEncoder("tiny");
        await using var models = new OnnxModels(_models.Store, _models.Options with { Parallel = 4 });
        var encoder = models.OpenDualEncoder("tiny");
        var alone = await encoder.EmbedImageAsync(Picture(1, 2, 3), Cancel);

        var many = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => encoder.EmbedImageAsync(Picture(1, 2, 3), Cancel).AsTask()));

        Assert.All(many, embedding => Assert.Equal(alone, embedding));
    }

    [Fact]
    public async Task An_embedding_that_is_no_number_is_the_detectors_fault()
    {
        _models.DualEncoder("tiny", nan: float.NaN);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        await Assert.ThrowsAsync<DetectorException>(
            () => models.OpenDualEncoder("tiny").EmbedImageAsync(Picture(1, 2, 3), Cancel).AsTask());
    }

    [Fact]
    public async Task Names_and_shapes_that_do_not_fit_are_all_told_at_opening()
    {
        _models.DualEncoder("tiny");
        var card = _models.PathOf("tiny", "model.yaml");
        var yaml = (await File.ReadAllTextAsync(card, Cancel))
            .Replace("size: 2", "size: 4", StringComparison.Ordinal)
            .Replace("output: text_embeds", "output: words", StringComparison.Ordinal);
        await File.WriteAllTextAsync(card, yaml, Cancel);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        var e = Assert.Throws<ConfigurationException>(() => models.OpenDualEncoder("tiny"));

        Assert.Contains(e.Problems, p => p.Contains("image.input: the graph wants shape [-1, 3, 2, 2]", StringComparison.Ordinal));
        Assert.Contains(
            e.Problems,
            p => p.Contains("text.output: the graph has no output 'words'; it has: text_embeds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_no_graph_is_told()
    {
        _models.DualEncoder("tiny");
        var line = _models.File("tiny", "vision", "vision.onnx", "not a graph"u8.ToArray());
        var card = _models.PathOf("tiny", "model.yaml");
        var lines = (await File.ReadAllLinesAsync(card, Cancel))
            .Select(old => old.Contains("role: vision", StringComparison.Ordinal) ? line : old);
        await File.WriteAllLinesAsync(card, lines, Cancel);
        await using var models = new OnnxModels(_models.Store, _models.Options);

        Assert.Contains(
            "cannot be loaded",
            Assert.Throws<ConfigurationException>(() => models.OpenDualEncoder("tiny")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cuda_that_is_not_there_is_the_machines_fault_and_never_a_silent_cpu_run()
    {
        _models.DualEncoder("tiny");
        await using var builtIn = new OnnxModels(_models.Store, _models.Options with { Device = ModelDevice.Cuda });
        await using var plugin = new OnnxModels(
            _models.Store, _models.Options with { Device = ModelDevice.Cuda, CudaLibrary = Path.Combine(_models.Root, "none.so") });
        await using var noLibrary = new OnnxModels(
            _models.Store, _models.Options with { Device = ModelDevice.Cuda, CudaLibrary = _models.PathOf("tiny", "vision.onnx") });

        Assert.Contains(
            "Models:Device",
            Assert.Throws<EnvironmentException>(() => builtIn.OpenDualEncoder("tiny")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "cannot be used",
            Assert.Throws<EnvironmentException>(() => noLibrary.OpenDualEncoder("tiny")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "does not exist",
            Assert.Throws<EnvironmentException>(() => plugin.OpenDualEncoder("tiny")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Left_to_the_machine_it_runs_on_the_cpu_where_cuda_cannot_be_had_and_says_why()
    {
        _models.DualEncoder("tiny");
        await using var models = new OnnxModels(
            _models.Store, _models.Options with { Device = ModelDevice.Auto, CudaLibrary = Path.Combine(_models.Root, "none.so") });

        var encoder = models.OpenDualEncoder("tiny");

        Assert.Equal(("cpu", "cpu"), (models.Device, encoder.Model.Device));
        Assert.Contains("none.so does not exist", models.DeviceNote, StringComparison.Ordinal);
        Assert.Equal(3, (await encoder.EmbedImageAsync(Picture(1, 2, 3), Cancel)).Length);
    }

    [Fact]
    public async Task A_batch_that_the_settings_say_stands_with_the_device_because_it_may_change_last_bits()
    {
        _models.DualEncoder("tiny");
        await using var models = new OnnxModels(_models.Store, _models.Options with { Device = ModelDevice.Cpu, ImageBatch = 4 });

        Assert.Equal("cpu, batches 4/0", models.OpenDualEncoder("tiny").Model.Device);
        Assert.Null(models.DeviceNote);
    }

    [Fact]
    public async Task The_teacher_runs_by_a_card_alone()
    {
        Assert.SkipUnless(Directory.Exists(Checkout.Teacher), "../shared/models/teacher is not here");
        _models.Card("teacher", TeacherCard.Yaml);
        await using var models = new OnnxModels(_models.Store, _models.Options);
        var encoder = models.OpenDualEncoder("teacher");
        var spec = encoder.View;
        var grey = new View(spec, 0, spec.Width, spec.Height, Enumerable.Repeat((byte)128, spec.Bytes).ToArray());

        var image = await encoder.EmbedImageAsync(grey, Cancel);
        var cat = await encoder.EmbedTextAsync("a photo of a cat", Cancel);
        var dog = await encoder.EmbedTextAsync("two dogs run on the beach", Cancel);

        Assert.Equal(512, encoder.Dimensions);
        Assert.Equal(new ViewSpec(224, 224), spec);
        Assert.Equal(1, image.Sum(v => v * v), 0.0001);
        Assert.NotEqual(cat, dog);
    }

    private static View Picture(byte r, byte g, byte b) =>
        new(new ViewSpec(2, 2), 0, 2, 2, Enumerable.Repeat(new[] { r, g, b }, 4).SelectMany(pixel => pixel).ToArray());
}

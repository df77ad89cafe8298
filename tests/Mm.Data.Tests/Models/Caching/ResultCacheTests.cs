using Mm.Data.Models;
using Mm.Data.Models.Runtime;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Caching;

public sealed class ResultCacheTests : IDisposable
{
    private static readonly ViewSpec Spec = new(2, 2);

    private readonly ModelFolder _models = new();
    private readonly TemporaryFolder _folder = new();

    public ResultCacheTests() => _models.DualEncoder("tiny");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _models.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_next_process_embeds_nothing_that_was_embedded_before()
    {
        var first = await EmbedAsync("a", View("aa", 30));
        var second = await EmbedAsync("a", View("aa", 30));

        Assert.Equal((2, 2), (first.Misses, first.Passes));
        Assert.Equal((0, 0), (second.Misses, second.Passes));
        Assert.Equal(first.Image, second.Image);
        Assert.Equal(first.Text, second.Text);
    }

    [Fact]
    public async Task Another_picture_another_moment_and_another_text_are_embedded()
    {
        await EmbedAsync("a", View("aa", 30));

        Assert.Equal(1, (await EmbedAsync("a", View("bb", 30))).Misses);
        Assert.Equal(1, (await EmbedAsync("a", View("aa", 30) with { TimeSeconds = 1 })).Misses);
        Assert.Equal(1, (await EmbedAsync("b", View("aa", 30))).Misses);
    }

    [Fact]
    public async Task A_picture_of_which_nobody_said_what_it_is_is_not_kept()
    {
        await EmbedAsync("a", View(null, 30));

        Assert.Equal(1, (await EmbedAsync("a", View(null, 30))).Passes);
    }

    [Fact]
    public async Task Another_model_and_other_batches_do_not_find_it()
    {
        await EmbedAsync("a", View("aa", 30));
        Assert.Equal(2, (await EmbedAsync("a", View("aa", 30), _models.Options with { ImageBatch = 2, LingerMs = 1 })).Misses);
        _models.DualEncoder("tiny", nan: 2);

        Assert.Equal(2, (await EmbedAsync("a", View("aa", 30))).Misses);
    }

    [Fact]
    public async Task What_failed_is_tried_again()
    {
        _models.DualEncoder("tiny", nan: float.NaN);
        using var cache = DiskCache.Open(_folder["cache"], 1 << 20);
        await using var models = new OnnxModels(_models.Store, _models.Options, cache, TimeProvider.System);

        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<DetectorException>(() => models.OpenDualEncoder("tiny").EmbedImageAsync(View("aa", 30), Cancel).AsTask());

        Assert.Equal(new CacheCounts(0, 2), models.CacheCounts);
    }

    private static View View(string? content, byte red) =>
        new(Spec, 0, 2, 2, Enumerable.Repeat(new byte[] { red, 40, 0 }, 4).SelectMany(pixel => pixel).ToArray()) { Content = content };

    private async Task<Found> EmbedAsync(string text, View view, ModelOptions? options = null)
    {
        using var cache = DiskCache.Open(_folder["cache"], 1 << 20);
        var cpu = OnnxDevices.Open(new() { Device = ModelDevice.Cpu });
        await using var models = new OnnxModels(_models.Store, options ?? _models.Options, cache, TimeProvider.System, cpu);
        var encoder = models.OpenDualEncoder("tiny");
        var (image, words) = (await encoder.EmbedImageAsync(view, Cancel), await encoder.EmbedTextAsync(text, Cancel));
        await models.DisposeAsync(); // lanes count a pass after they answered
        return new Found(image, words, models.CacheCounts.Misses, models.Statistics.Sum(graph => graph.Batches));
    }

    private sealed record Found(float[] Image, float[] Text, long Misses, long Passes);
}

using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Cache;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run.Cache;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Cache;

/// <summary>What is kept of a sample, and what a later shard does with it, on a chain of two stages behind a decoder.</summary>
public sealed class ShardCacheTests : IDisposable
{
    private static readonly ViewSpec Spec = new(8, 8);
    private static readonly MediaFacts Media = new() { Modality = Modality.Video, Container = "mp4", Codec = "h264", DurationSeconds = 2.5 };

    private readonly TemporaryFolder _folder = new();
    private readonly DiskCache _disk;
    private readonly List<string> _ran = [];

    public ShardCacheTests() => _disk = DiskCache.Open(_folder["cache"], 1 << 24);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _disk.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_sample_seen_before_gets_every_kind_of_feature_back_and_no_stage_runs()
    {
        var first = await PassAsync(Planned("asset", "caption"));
        _ran.Clear();
        var second = await PassAsync(Planned("asset", "caption"));

        Assert.Empty(_ran);
        Assert.False(second.NeededContent);
        Assert.Equal(Media, second.Sample.Media);
        Assert.Equal(first.Sample.Features.Names.Order(StringComparer.Ordinal), second.Sample.Features.Names.Order(StringComparer.Ordinal));
        Assert.Equal(0.1, second.Sample.Features["pixels.number"]);
        Assert.Equal(-7L, second.Sample.Features["pixels.whole"]);
        Assert.Equal("ä code", second.Sample.Features["pixels.code"]);
        Assert.Equal(true, second.Sample.Features["pixels.flag"]);
        Assert.Equal([1f, float.MinValue], second.Sample.Features.Vector("pixels.vector")!);
        Assert.Equal([new Box(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 6)], second.Sample.Features.Boxes("pixels.boxes"));
        Assert.Equal([new Span(1, 2, "EMAIL", 0.5f)], second.Sample.Features.Spans("words.spans"));
    }

    [Fact]
    public async Task The_same_asset_under_another_caption_costs_the_captions_stage_alone()
    {
        await PassAsync(Planned("asset", "caption"));
        _ran.Clear();
        var other = await PassAsync(Planned("asset", "other"));

        Assert.True(other.NeededContent); // the caption must be read
        Assert.Equal(["words"], _ran);
        Assert.Equal(0.1, other.Sample.Features["pixels.number"]);
    }

    [Fact]
    public async Task The_same_caption_on_another_asset_is_decoded_and_not_read_again()
    {
        await PassAsync(Planned("asset", "caption"));
        _ran.Clear();
        await PassAsync(Planned("other", "caption"));

        Assert.Equal(["decode", "pixels"], _ran);
    }

    [Fact]
    public async Task A_stage_with_other_options_runs_and_the_others_do_not()
    {
        await PassAsync(Planned("asset", "caption"));
        _ran.Clear();
        await PassAsync(Planned("asset", "caption"), pixelsIdentity: "pixels, other options");
        Assert.Equal(["decode", "pixels"], _ran);

        _ran.Clear();
        await PassAsync(Planned("asset", "caption"));
        Assert.Empty(_ran); // both are kept
    }

    [Theory]
    [InlineData("decode.truncated", true)]
    [InlineData("decode.unsupported", true)]
    [InlineData("decode.crashed", false)]
    [InlineData("decode.timeout", false)]
    [InlineData("decode.out-of-memory", false)]
    [InlineData("decode.protocol", false)]
    public async Task What_the_asset_is_to_blame_for_is_kept_and_what_the_machine_may_be_is_tried_again(string reason, bool isKept)
    {
        await PassAsync(Planned("asset", "caption"), fails: reason);
        _ran.Clear();
        var again = await PassAsync(Planned("asset", "caption"), fails: reason);

        Assert.Equal(isKept ? [] : ["decode"], _ran);
        Assert.Equal(new Verdict(Outcome.Failed, "decode", reason), again.Sample.Verdict);
    }

    [Fact]
    public async Task A_sample_that_a_stage_quarantined_is_measured_again()
    {
        await PassAsync(Planned("asset", "caption"), quarantines: true);
        _ran.Clear();
        var again = await PassAsync(Planned("asset", "caption"));

        Assert.Equal(["decode", "pixels", "words"], _ran);
        Assert.True(again.Sample.IsLive);
    }

    private static PlannedSample Planned(string asset, string caption) =>
        new("id", null!, PlannedSample.DigestCaption(asset, []), PlannedSample.DigestCaption(caption, []));

    /// <summary>One sample through a shard of its own.</summary>
    private async Task<Passed> PassAsync(
        PlannedSample planned, string pixelsIdentity = "pixels", string? fails = null, bool quarantines = false)
    {
        IStage[] chain =
        [
            Stage("decode", StageReads.Asset, sample =>
            {
                if (fails is not null)
                    sample.Decide(Outcome.Failed, "decode", fails);
                sample.Media = Media;
            }),
            Stage("pixels", StageReads.Asset, sample => WritePixels(sample, quarantines), Spec),
            Stage("words", StageReads.Caption, sample => sample.Features.Set("words.spans", [new Span(1, 2, "EMAIL", 0.5f)])),
        ];
        var cache = new MeasureCache(_disk, ["decode", "pixels", "words"], chain, ["decode", pixelsIdentity, "words"]);
        var shard = new ShardCache(cache, 1);
        var needed = shard.NeedsContent(0, planned);
        var sample = new Sample("id", 0) { AssetSha256 = planned.AssetSha256 };
        foreach (var stage in shard.Wrap())
        {
            if (sample.IsLive)
                await stage.RunAsync([sample], Cancel);
        }

        shard.Leave(sample);
        return new Passed(sample, needed);
    }

    private static void WritePixels(Sample sample, bool quarantines)
    {
        if (quarantines)
        {
            sample.Decide(Outcome.Quarantined, "pixels", "pixels.detector-failed");
            return;
        }

        sample.Features.Set("pixels.number", 0.1);
        sample.Features.Set("pixels.whole", -7L);
        sample.Features.Set("pixels.code", "ä code");
        sample.Features.Set("pixels.flag", true);
        sample.Features.Set("pixels.vector", [1f, float.MinValue]);
        sample.Features.Set("pixels.boxes", [new Box(0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 6)]);
    }

    private FakeStage Stage(string name, StageReads reads, Action<Sample> act, params ViewSpec[] views) => new((sample, _) =>
    {
        _ran.Add(name);
        act(sample);
        return Task.CompletedTask;
    })
    {
        Reads = reads,
        Views = views,
    };

    private sealed record Passed(Sample Sample, bool NeededContent);
}

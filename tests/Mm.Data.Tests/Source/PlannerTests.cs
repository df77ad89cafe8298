using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Storage;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class PlannerTests : IDisposable
{
    private readonly InputFolder _input = new();

    public void Dispose() => _input.Dispose();

    [Fact]
    public async Task The_same_content_under_other_names_and_containers_gives_the_same_plan()
    {
        _input.File("a/z.jpg", "1").File("a/z.txt", "eins").File("a/y.png", "2").File("a/y.txt", "zwei").File("a/x.gif", "3");
        _input.File("b/in/1.jpg", "3").File("b/2.jpg", "1").File("b/2.json", """{"text":"eins"}""").File("b/3.jpg", "2")
            .File("b/3.txt", "zwei");
        _input.Tar("c.tar", ("q.jpg", "2"), ("q.txt", "zwei"), ("r.jpg", "3"), ("s.jpg", "1"), ("s.txt", "eins"));
        var plans = new[] { await _input.PlanAsync("a", shard: 2), await _input.PlanAsync("b", shard: 2),
            await _input.PlanAsync("c.tar", shard: 2) };
        Assert.Single(plans.Select(plan => plan.Digest).Distinct());
        Assert.Single(plans.Select(plan => string.Join(' ', plan.Samples.Select(sample => sample.Id))).Distinct());
    }

    [Fact]
    public async Task An_id_is_the_head_of_the_digest_of_the_content()
    {
        _input.File("a.jpg", "asset").File("a.txt", "caption");
        var sample = Assert.Single((await _input.PlanAsync()).Samples);
        Assert.Equal("5f970472d0d5d0c3de17c2756c16d187", sample.Id);
        Assert.Equal(Sha("asset"), sample.AssetSha256);
    }

    [Fact]
    public async Task Samples_with_the_same_content_are_numbered()
    {
        _input.File("a.jpg", "1").File("b.jpg", "1").File("c.jpg", "1").File("d.jpg", "1").File("d.txt", "other caption");
        var plan = await _input.PlanAsync();
        var id = SampleId.Of(Sha("1"), Sha(""));
        var same = plan.Samples.Where(sample => sample.Id.StartsWith(id, StringComparison.Ordinal)).ToList();
        Assert.Equal([id, id + "-2", id + "-3"], same.Select(sample => sample.Id));
        Assert.Equal(["a.jpg", "b.jpg", "c.jpg"], same.Select(sample => sample.Entry.Key));
        Assert.Equal(4, plan.Samples.Select(sample => sample.Id).Distinct().Count());
    }

    [Fact]
    public async Task Shards_cover_every_sample_once_in_the_order_of_ids()
    {
        for (var i = 0; i < 11; i++)
            _input.File($"{i}.jpg", $"{i}");
        var plan = await _input.PlanAsync(shard: 4);
        Assert.Equal([(0, 0, 4), (1, 4, 4), (2, 8, 3)], plan.Shards.Select(shard => (shard.Index, shard.First, shard.Count)));
        Assert.Equal(plan.Samples.Select(sample => sample.Id).Order(StringComparer.Ordinal),
            plan.Shards.SelectMany(plan.SamplesOf).Select(sample => sample.Id));
    }

    [Fact]
    public async Task A_changed_caption_changes_one_shard()
    {
        for (var i = 0; i < 8; i++)
            _input.File($"{i}.jpg", $"{i}");
        var before = await _input.PlanAsync(shard: 1);
        _input.File("3.txt", "new");
        var after = await _input.PlanAsync(shard: 1);
        Assert.NotEqual(before.Digest, after.Digest);
        Assert.Equal(7, before.Shards.Select(shard => shard.Digest).Intersect(after.Shards.Select(shard => shard.Digest)).Count());
    }

    [Theory]
    [InlineData("a.jpg", "two")] // same length
    [InlineData("a.jpg", "longer")]
    [InlineData("a.txt", "new")]
    [InlineData("a.jpg", null)]
    public async Task An_input_that_changed_during_the_run_is_noticed_and_not_named(string name, string? content)
    {
        _input.File("a.jpg", "one").File("a.txt", "old");
        var sample = Assert.Single((await _input.PlanAsync()).Samples);
        if (content is null)
            File.Delete(_input.At(name));
        else
            _input.File(name, content);
        var thrown = await Assert.ThrowsAsync<EnvironmentException>(async () => await sample.ReadAsync(CancellationToken.None));
        Assert.Contains($"The input changed during the run (sample {sample.Id})", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a.jpg", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planned_sample_reads_its_asset_and_caption()
    {
        _input.Tar("x.tar", ("a.jpg", "asset"), ("a.txt", "caption"));
        var content = (await Assert.Single((await _input.PlanAsync("x.tar")).Samples).ReadAsync(CancellationToken.None)).Value!;
        Assert.Equal("asset"u8, content.Asset.Span);
        Assert.Equal("caption", content.Caption);
    }

    [Fact]
    public async Task An_asset_above_the_limit_is_never_read_whole()
    {
        var entry = LocatedEntry.Of("big.mp4", Absent(PlannedSample.AssetBytesMax + 1),
            CaptionPlace.Nowhere);
        var read = await new PlannedSample("id", entry, default, default).ReadAsync(CancellationToken.None);
        Assert.Equal("source.too-large", read.Reason);
    }

    [Fact]
    public async Task Nothing_of_a_sample_but_its_id_is_printed()
    {
        _input.File("jane-doe.jpg", "1");
        var sample = Assert.Single((await _input.PlanAsync()).Samples);
        Assert.Equal(sample.Id, sample.ToString());
        Assert.DoesNotContain("jane", sample.Entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_goes_while_it_is_planned_is_told_by_name()
    {
        _input.File("a.jpg", "1").File("b.jpg", "1").File("a.txt", "x");
        var source = new Vanishing(await _input.OpenAsync(), _input);
        var thrown = await Assert.ThrowsAsync<EnvironmentException>(() => Planner.PlanAsync(source, new(), CancellationToken.None));
        Assert.Contains("2 file(s)", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("- a.jpg\n- b.jpg", thrown.Message, StringComparison.Ordinal);
    }

    private static ByteRange Absent(long bytes) =>
        ByteRange.Whole(LocalFiles.Instance, "/none", new FileEntry("not-even-there", FileEntryKind.File) { Bytes = bytes });

    private static string Sha(string text) => PlannedSample.DigestCaption(text, []).ToString();

    /// <summary>Deletes the assets after they were listed.</summary>
    private sealed class Vanishing(Mm.Data.Pipeline.Ports.ISource source, InputFolder input) : Mm.Data.Pipeline.Ports.ISource
    {
        public async IAsyncEnumerable<Mm.Data.Pipeline.Ports.SourceEntry> ListAsync(
            Mm.Data.Pipeline.Ports.SourceCensus census, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
        {
            await foreach (var entry in source.ListAsync(census, cancel))
            {
                File.Delete(input.At(entry.Key));
                yield return entry;
            }
        }
    }
}

using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Publish;

/// <summary>A release that is replaced while it is read.</summary>
public sealed class ReleaseReaderTests : IDisposable
{
    private readonly TinyRelease _tiny = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Replaced => _tiny.Staging + Durable.TemporarySuffix;

    public void Dispose() => _tiny.Dispose();

    [Promise(PromiseAttribute.Commit, "Who reads a release reads that one to the end, also when another takes its place meanwhile.")]
    [Fact]
    public async Task A_reader_keeps_the_release_that_it_opened_when_another_takes_its_place()
    {
        await _tiny.PublishAsync("run-1");
        using var reader = await ReleaseReader.OpenAsync(_tiny.Output, Cancel);
        var removed = _tiny.TrainRows[^1];
        _tiny.TrainRows.Remove(removed);
        _tiny.Events.RemoveAll(e => e.SampleId == removed.Id);
        _tiny.Features.RemoveAll(row => row.Id == removed.Id);
        _tiny.Entered--;
        Assert.Equal(PublishStatus.Published, (await _tiny.PublishAsync("run-2", replace: true)).Status);

        Assert.Equal("run-1", reader.Manifest.RunKey);
        Assert.Equal(reader.Manifest.Shards.Sum(shard => shard.Rows), await reader.RowsAsync(null, Cancel).CountAsync(Cancel));
        Assert.Equal(8, (await reader.FeaturesAsync(Cancel).SingleAsync(Cancel)).Rows.Count);
        using var after = await ReleaseReader.OpenAsync(_tiny.Output, Cancel);
        Assert.Equal(3, await after.RowsAsync(null, Cancel).CountAsync(Cancel));
    }

    [Fact]
    public async Task What_somebody_reads_is_deleted_when_he_is_done()
    {
        await _tiny.PublishAsync("run-1");
        using (await ReleaseReader.OpenAsync(_tiny.Output, Cancel))
        {
            await _tiny.PublishAsync("run-2", replace: true);
            Assert.False(ReleasePin.TryDelete(Replaced));
        }

        Assert.True(ReleasePin.TryDelete(Replaced));
        Assert.False(Directory.Exists(Replaced));
    }

    [Fact]
    public async Task A_release_that_was_deleted_under_its_reader_is_told_and_not_read_half()
    {
        await _tiny.PublishAsync("run-1");
        using var reader = await ReleaseReader.OpenAsync(_tiny.Output, Cancel);
        Directory.Delete(_tiny.Output, recursive: true); // as on a file system without locks

        var told = await Assert.ThrowsAsync<EnvironmentException>(async () => await reader.RowsAsync(null, Cancel).CountAsync(Cancel));
        Assert.Contains("Open it again", told.Message, StringComparison.Ordinal);
    }
}

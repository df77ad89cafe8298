using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit.Log;

[Promise(PromiseAttribute.Audit, "A ledger in a container grows as one in a folder does, hash for hash, also under many appenders that nothing holds off.")]
public sealed class ReleaseLogOnBlobsTests(AzuriteServer service) : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IBlobs? _blobs;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IBlobs Blobs => _blobs!;

    private LogStore Store => new(Blobs.Root.ToString(), "", TestKeys.Mine) { Blobs = Blobs };

    private LogStore InFolder => new(_folder["ledger"], "", TestKeys.Mine);

    public async ValueTask InitializeAsync()
    {
        var place = $"az://{(await service.NewContainerAsync()).Name}/store/{LogStore.FolderName}";
        _blobs = new Stores(await service.OptionsAsync(), "").BlobsOf(place);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Every_release_gets_the_proofs_that_a_ledger_in_a_folder_gives_it()
    {
        int[] sizes = [1, 1, 253, 1, 256, 257, 700, 3, 3_000, 300, 2];
        long from = 0;
        for (var release = 0; release < sizes.Length; release++)
        {
            var leaves = Leaves(from, sizes[release]);
            var place = await AppendAsync(Store, release, leaves);
            Assert.Equal((from, from += sizes[release]), (place.From, place.Checkpoint.Size));
            await ReleaseLog.AppendAsync(InFolder, $"release-{release}", leaves, Made($"local-{release}"), Cancel);
            Assert.Equal(await Trees.ListAsync(_folder[$"local-{release}"], Cancel), await Trees.ListAsync(_folder[$"audit-{release}"], Cancel));
        }

        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["ledger/checkpoint"], Cancel), (await Blobs.ReadAsync("checkpoint", Cancel))!.Bytes);
        Assert.Equal(
            await File.ReadAllBytesAsync(_folder["ledger/releases.json"], Cancel), (await Blobs.ReadAsync("releases.json", Cancel))!.Bytes);
    }

    [Fact]
    public async Task The_same_release_again_appends_nothing_and_gives_the_same_bytes()
    {
        await AppendAsync(Store, 0, Leaves(0, 300));
        await AppendAsync(Store, 1, Leaves(300, 20));
        var before = await ListAsync();

        var place = await ReleaseLog.AppendAsync(Store, "release-0", Leaves(0, 300), Made("again"), Cancel);

        Assert.Equal(0, place.From);
        Assert.Equal(before, await ListAsync());
        Assert.Equal(await Trees.ListAsync(_folder["audit-0"], Cancel), await Trees.ListAsync(_folder["again"], Cancel));
    }

    [Fact]
    public async Task Many_appenders_at_once_follow_one_another_and_nothing_is_lost()
    {
        var places = await Task.WhenAll(Enumerable.Range(0, 12).Select(release =>
            Task.Run(() => AppendAsync(Store, release, Leaves(release * 1000, 10 + release)), Cancel)));

        var ends = places.OrderBy(place => place.From).Select(place => (place.From, place.Checkpoint.Size)).ToList();
        Assert.Equal(0, ends[0].From);
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.Equal(pair.First.Size, pair.Second.From));
        Assert.Equal(Enumerable.Range(0, 12).Sum(release => 10 + release), ends[^1].Size);
    }

    [Fact]
    public async Task What_a_dead_or_belated_appender_wrote_is_never_read()
    {
        await AppendAsync(Store, 0, Leaves(0, 40));
        var dead = new LogBlobs(Blobs);
        var entries = await dead.ReadAsync(Cancel);
        dead.Begin(TinyRelease.Hash("other leaves"));
        await dead.WriteAsync(new Tile(0, 0, 200), new byte[200 * Merkle.HashBytes], Cancel);
        await AppendAsync(Store, 1, Leaves(40, 10));

        Assert.False(await dead.TryCommitAsync([.. entries, entries[0] with { Release = "late" }], Cancel));
        await AppendAsync(Store, 2, Leaves(50, 300));

        foreach (var (release, from, count) in ((int, long, int)[])[(0, 0, 40), (1, 40, 10), (2, 50, 300)])
        {
            await ReleaseLog.AppendAsync(InFolder, $"release-{release}", Leaves(from, count), Made($"local-{release}"), Cancel);
            Assert.Equal(await Trees.ListAsync(_folder[$"local-{release}"], Cancel), await Trees.ListAsync(_folder[$"audit-{release}"], Cancel));
        }
    }

    [Fact]
    public async Task A_damaged_ledger_does_not_grow()
    {
        await AppendAsync(Store, 0, Leaves(0, 9));
        var tile = (await ListAsync()).Single(path => path.Contains("/tile/", StringComparison.Ordinal));
        var bytes = (await Blobs.ReadAsync(tile, Cancel))!;
        bytes.Bytes[0] ^= 1;
        Assert.NotNull(await Blobs.WriteAsync(tile, bytes.Bytes, bytes.Mark.Version, Cancel));

        await Assert.ThrowsAsync<EnvironmentException>(() => AppendAsync(Store, 1, Leaves(9, 3)));
        await Blobs.DeleteAsync("releases.json", Cancel);
        await Assert.ThrowsAsync<EnvironmentException>(() => AppendAsync(Store, 1, Leaves(9, 3)));
    }

    private Task<LogPlace> AppendAsync(LogStore store, int release, MerkleTree leaves) =>
        ReleaseLog.AppendAsync(store, $"release-{release}", leaves, Made($"audit-{release}"), Cancel);

    private string Made(string name) => Directory.CreateDirectory(_folder[name]).FullName;

    private async Task<List<string>> ListAsync() =>
        await Blobs.ListAsync("", Cancel).Select(blob => blob.Path).ToListAsync(Cancel);

    private static MerkleTree Leaves(long from, int count)
    {
        var leaves = new MerkleTree();
        for (var leaf = from; leaf < from + count; leaf++)
            leaves.AddHash(KnownTrees.Leaf(leaf));
        return leaves;
    }
}

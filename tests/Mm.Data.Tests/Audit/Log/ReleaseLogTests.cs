using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit.Log;

[Promise(PromiseAttribute.Audit, "The ledger only grows; a death while appending leaves the old one or the new one, and nothing is appended twice.")]
public sealed class ReleaseLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private LogStore Store => new(_folder["ledger"], "", TestKeys.Mine);

    public void Dispose() => _folder.Dispose();

    /// <summary>Releases of many sizes, over the edges of tiles of two levels; each checked from its own copy of tiles alone.</summary>
    [Fact]
    public async Task The_tree_grows_by_every_release_and_each_proves_itself_alone()
    {
        int[] sizes = [1, 1, 253, 1, 256, 257, 700, 3, 65_000, 300, 2];
        var all = new MerkleTree();
        for (var release = 0; release < sizes.Length; release++)
        {
            var from = all.Count;
            var place = await AppendAsync(release, Leaves(all, sizes[release]));
            var checkpoint = Checkpoint.Parse(await File.ReadAllBytesAsync(_folder[$"audit-{release}/checkpoint"], Cancel));

            Assert.Equal((from, all.Count, all.Root), (place.From, checkpoint.Size, Convert.ToHexStringLower(checkpoint.Root)));
            Assert.Equal(SignatureState.Good, checkpoint.CheckedWith([TestKeys.Mine.Public]));
            CheckLeaves(release, all, from, checkpoint);
        }

        await CheckHistoryAsync(sizes.Length);
        Assert.Equal(
            Tile.Of(0, all.Count).Select(tile => tile.Path).Order(StringComparer.Ordinal),
            Files("ledger").Where(file => file.StartsWith("tile/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_same_release_again_appends_nothing_and_gives_the_same_bytes()
    {
        var all = new MerkleTree();
        var (first, second) = (Leaves(all, 300), Leaves(all, 20));
        await AppendAsync(0, first);
        await AppendAsync(1, second);
        var before = await Trees.ListAsync(_folder["ledger"], Cancel);
        var place = await ReleaseLog.AppendAsync(Store, "release-0", first, Made("again"), Cancel);

        Assert.Equal(0, place.From);
        Assert.Equal(before, await Trees.ListAsync(_folder["ledger"], Cancel));
        Assert.Equal(await Trees.ListAsync(_folder["audit-0"], Cancel), await Trees.ListAsync(_folder["again"], Cancel));
    }

    [Fact]
    public async Task The_same_key_with_other_leaves_is_another_release()
    {
        var all = new MerkleTree();
        await AppendAsync(0, Leaves(all, 5));
        var place = await ReleaseLog.AppendAsync(Store, "release-0", Leaves(all, 6), Made("other"), Cancel);

        Assert.Equal((5L, 11L), (place.From, place.Checkpoint.Size));
    }

    [Fact]
    public async Task A_death_between_index_and_checkpoint_is_made_up_for()
    {
        var all = new MerkleTree();
        await AppendAsync(0, Leaves(all, 5));
        var old = await File.ReadAllBytesAsync(_folder["ledger/checkpoint"], Cancel);
        await AppendAsync(1, Leaves(all, 500));
        var whole = await Trees.ListAsync(_folder["ledger"], Cancel);

        await File.WriteAllBytesAsync(_folder["ledger/checkpoint"], old, Cancel);
        await ReleaseLog.AppendAsync(Store, "release-1", Again(all, 5, 505), Made("again"), Cancel);
        Assert.Equal(whole, await Trees.ListAsync(_folder["ledger"], Cancel));
    }

    [Fact]
    public async Task Tiles_of_a_release_that_died_are_not_read_for_another()
    {
        var all = new MerkleTree();
        await AppendAsync(0, Leaves(all, 100));
        string[] kept = ["ledger/releases.json", "ledger/checkpoint", "ledger/tile/0/000.p/100"];
        var before = kept.ToDictionary(file => file, file => File.ReadAllBytes(_folder[file]));
        var dead = new MerkleTree();
        Leaves(dead, 777);
        await ReleaseLog.AppendAsync(Store, "dead", Again(dead, 600, 680), Made("dead"), Cancel);
        foreach (var (file, bytes) in before)
            await File.WriteAllBytesAsync(_folder[file], bytes, Cancel); // it died before the index: its tile of 180 hashes stays

        var second = Leaves(all, 20);
        await AppendAsync(1, second);
        await AppendAsync(2, Leaves(all, 30));
        await ReleaseLog.AppendAsync(Store, "release-1", second, Made("again"), Cancel);

        Assert.Equal(await Trees.ListAsync(_folder["audit-1"], Cancel), await Trees.ListAsync(_folder["again"], Cancel));
        Assert.Equal(["tile/0/000.p/150"], Files("ledger").Where(file => file.StartsWith("tile/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_death_before_the_index_leaves_the_old_ledger_and_half_tiles_are_written_over()
    {
        var all = new MerkleTree();
        await AppendAsync(0, Leaves(all, 200));
        var index = await File.ReadAllBytesAsync(_folder["ledger/releases.json"], Cancel);
        var checkpoint = await File.ReadAllBytesAsync(_folder["ledger/checkpoint"], Cancel);
        var edge = await File.ReadAllBytesAsync(_folder["ledger/tile/0/000.p/200"], Cancel);
        await AppendAsync(1, Leaves(all, 300));
        var whole = await Trees.ListAsync(_folder["ledger"], Cancel);

        await File.WriteAllBytesAsync(_folder["ledger/releases.json"], index, Cancel);
        await File.WriteAllBytesAsync(_folder["ledger/checkpoint"], checkpoint, Cancel);
        Directory.CreateDirectory(_folder["ledger/tile/0/000.p"]);
        await File.WriteAllBytesAsync(_folder["ledger/tile/0/000.p/200"], edge, Cancel);
        await File.WriteAllBytesAsync(_folder["ledger/tile/0/000"], [.. edge[..100]], Cancel);
        await ReleaseLog.AppendAsync(Store, "release-1", Again(all, 200, 500), Made("again"), Cancel);
        Assert.Equal(whole, await Trees.ListAsync(_folder["ledger"], Cancel));
    }

    [Fact]
    public async Task Many_publishers_at_once_follow_one_another()
    {
        var places = await Task.WhenAll(Enumerable.Range(0, 12).Select(release =>
            Task.Run(() => AppendAsync(release, Leaves(new MerkleTree(), 10 + release)), Cancel)));

        var ends = places.OrderBy(place => place.From).Select(place => (place.From, place.Checkpoint.Size)).ToList();
        Assert.Equal(0, ends[0].From);
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.Equal(pair.First.Size, pair.Second.From));
        Assert.Equal(Enumerable.Range(0, 12).Sum(release => 10 + release), ends[^1].Size);
    }

    [Fact]
    public async Task Appending_reads_the_right_edge_alone()
    {
        var all = new MerkleTree();
        await AppendAsync(0, Leaves(all, 1000));
        foreach (var left in (string[])["000", "001", "002"])
            File.Delete(_folder[$"ledger/tile/0/{left}"]);
        await AppendAsync(1, Leaves(all, 10));

        Assert.Equal(all.Root, Convert.ToHexStringLower(Checkpoint.Parse(File.ReadAllBytes(_folder["ledger/checkpoint"])).Root));
    }

    [Theory]
    [InlineData("tile/0/000.p/9")]
    [InlineData("releases.json")]
    public async Task A_damaged_ledger_does_not_grow(string path)
    {
        var all = new MerkleTree();
        await AppendAsync(0, Leaves(all, 9));
        var bytes = await File.ReadAllBytesAsync(_folder["ledger/" + path], Cancel);
        bytes[0] ^= 1;
        await File.WriteAllBytesAsync(_folder["ledger/" + path], bytes, Cancel);

        await Assert.ThrowsAsync<EnvironmentException>(() => AppendAsync(1, Leaves(all, 3)));
        File.Delete(_folder["ledger/" + path]);
        await Assert.ThrowsAsync<EnvironmentException>(() => AppendAsync(1, Leaves(all, 3)));
    }

    [Fact]
    public async Task The_origin_follows_from_the_first_release_or_the_settings_and_stays()
    {
        var all = new MerkleTree();
        var place = await ReleaseLog.AppendAsync(Store with { Origin = "acme.example/log" }, "a", Leaves(all, 2), Made("a"), Cancel);
        Assert.Equal("acme.example/log", place.Checkpoint.Origin);
        Assert.Equal("acme.example/log", (await AppendAsync(1, Leaves(all, 2))).Checkpoint.Origin);

        var leaves = Leaves(new MerkleTree(), 2);
        var other = await ReleaseLog.AppendAsync(Store with { Folder = _folder["other"] }, "a", leaves, Made("b"), Cancel);
        Assert.Equal($"mm.data/{leaves.Root[..16]}", other.Checkpoint.Origin);
    }

    [Fact]
    public async Task Another_key_goes_on_where_the_old_one_stopped()
    {
        var all = new MerkleTree();
        await AppendAsync(0, Leaves(all, 4));
        var place = await ReleaseLog.AppendAsync(Store with { Key = TestKeys.Other }, "b", Leaves(all, 4), Made("b"), Cancel);

        Assert.Equal(SignatureState.Good, place.Checkpoint.CheckedWith([TestKeys.Other.Public]));
        Assert.Equal(all.Root, Convert.ToHexStringLower(place.Checkpoint.Root));
    }

    private Task<LogPlace> AppendAsync(int release, MerkleTree leaves) =>
        ReleaseLog.AppendAsync(Store, $"release-{release}", leaves, Made($"audit-{release}"), Cancel);

    private string Made(string name) => Directory.CreateDirectory(_folder[name]).FullName;

    /// <summary>The next leaves, added to <paramref name="all"/> too.</summary>
    private static MerkleTree Leaves(MerkleTree all, int count)
    {
        var from = all.Count;
        for (var leaf = 0; leaf < count; leaf++)
            all.AddHash(KnownTrees.Leaf(from + leaf));
        return Again(all, from, all.Count);
    }

    private static MerkleTree Again(MerkleTree all, long from, long to)
    {
        var some = new MerkleTree();
        for (var leaf = from; leaf < to; leaf++)
            some.AddHash(all.Leaf(leaf));
        return some;
    }

    private void CheckLeaves(int release, MerkleTree all, long from, Checkpoint checkpoint)
    {
        var tree = new TileTree(new TileFolder(_folder[$"audit-{release}"]).Read, checkpoint.Size);
        Assert.Equal(checkpoint.Root, tree.Root());
        var step = Math.Max(1, (checkpoint.Size - from) / 50);
        for (var leaf = from; leaf < checkpoint.Size; leaf += step)
            Assert.True(Merkle.VerifyInclusion(
                all.Leaf(leaf).ToArray(), leaf, checkpoint.Size, tree.ProveInclusion(leaf), checkpoint.Root));
        Assert.Equal(
            ReleaseLogFiles.Of(from, checkpoint.Size).Order(StringComparer.Ordinal), Files($"audit-{release}"));
    }

    private async Task CheckHistoryAsync(int releases)
    {
        var checkpoints = Enumerable.Range(0, releases)
            .Select(release => Checkpoint.Parse(File.ReadAllBytes(_folder[$"audit-{release}/checkpoint"]))).ToArray();
        for (var release = 0; release < releases; release++)
        {
            var history = LogHistory.Parse(await File.ReadAllBytesAsync(_folder[$"audit-{release}/history.json"], Cancel));
            Assert.Equal(release, history.Checkpoints.Count);
            Assert.All(history.Checkpoints.Zip(checkpoints), pair => Assert.True(pair.First.Proves(pair.Second, checkpoints[release])));
            Assert.All(history.Checkpoints, entry => Assert.Equal(
                entry.Proof, KnownTrees.Consistency(entry.Size, 0, checkpoints[release].Size).Select(Convert.ToHexStringLower)));
        }
    }

    private IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(_folder[folder], "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder[folder], file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}

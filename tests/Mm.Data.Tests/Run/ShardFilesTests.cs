using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Attempts at one shard, as a slow worker and the one that took over leave them.</summary>
public sealed class ShardFilesTests : IDisposable
{
    private const string Path = "features/part-00000.parquet";
    private readonly TemporaryFolder _folder = new();
    private readonly RunWorkspace _workspace;

    public ShardFilesTests() => _workspace = RunWorkspace.Open(_folder["release"], "0123456789abcdef");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_promoted_attempt_is_found_and_nothing_of_it_is_seen_before()
    {
        var files = await SealedAsync(1, "one");
        Assert.Empty(Directory.EnumerateFiles(_workspace.Staging, "*", SearchOption.AllDirectories));
        Assert.Null(await _workspace.FindAsync("measure-00000", "digest", Cancel));
        files.Promote();
        Assert.NotNull(await _workspace.FindAsync("measure-00000", "digest", Cancel));
        Assert.Null(await _workspace.FindAsync("measure-00000", "another", Cancel));
    }

    [Fact]
    public async Task Who_was_overtaken_before_he_began_sweeps_nothing_of_whoever_overtook_him()
    {
        var awake = await SealedAsync(2, "new");
        await SealedAsync(1, "old");
        awake.Promote();
        Assert.Equal("new", await File.ReadAllTextAsync(System.IO.Path.Combine(_workspace.Staging, Path), Cancel));
    }

    [Fact]
    public async Task Who_was_overtaken_has_nothing_to_promote_wherever_he_stood()
    {
        var slept = await SealedAsync(1, "old");
        var awake = await SealedAsync(2, "new");
        awake.Promote();

        Assert.Throws<EnvironmentException>(slept.Promote);
        await Assert.ThrowsAsync<EnvironmentException>(() => WriteAsync(slept, "old"));
        Assert.Equal("new", await File.ReadAllTextAsync(System.IO.Path.Combine(_workspace.Staging, Path), Cancel));
        Assert.NotNull(await _workspace.FindAsync("measure-00000", "digest", Cancel));
    }

    [Fact]
    public async Task Attempts_at_other_shards_are_left_alone()
    {
        var other = ShardFiles.Begin(_workspace, "measure-00001", 1);
        await SealedAsync(1, "one");
        await SealedAsync(2, "two");
        await other.WriteAsync("features/part-00001.parquet", stream => stream.WriteAsync("other"u8.ToArray()).AsTask(), Cancel);
        await other.SealAsync("digest", new PhaseTally(), Cancel);
        other.Promote();
        Assert.NotNull(await _workspace.FindAsync("measure-00001", "digest", Cancel));
    }

    [Fact]
    public async Task Publishing_that_was_overtaken_finds_no_staging_folder()
    {
        (await SealedAsync(1, "one")).Promote();
        var slept = _workspace.TakeStaging(4);
        var open = File.Create(System.IO.Path.Combine(slept, "manifest.json.tmp"));
        var awake = _workspace.TakeStaging(5);

        Assert.False(Directory.Exists(slept));
        Assert.True(File.Exists(System.IO.Path.Combine(awake, Path)));
        Assert.False(File.Exists(System.IO.Path.Combine(awake, "manifest.json.tmp")));
        await open.DisposeAsync();
    }

    [Fact]
    public async Task A_run_that_starts_again_finds_the_staging_folder_of_who_died_publishing()
    {
        (await SealedAsync(1, "one")).Promote();
        _workspace.TakeStaging(4);
        _workspace.Dispose();
        using var again = RunWorkspace.Open(_folder["release"], "0123456789abcdef");
        Assert.NotNull(await again.FindAsync("measure-00000", "digest", Cancel));
        again.Delete();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _folder.Dispose();
    }

    private async Task<ShardFiles> SealedAsync(long token, string content)
    {
        var files = ShardFiles.Begin(_workspace, "measure-00000", token);
        await WriteAsync(files, content);
        await files.SealAsync("digest", new PhaseTally(), Cancel);
        return files;
    }

    private static Task WriteAsync(ShardFiles files, string content) =>
        files.WriteAsync(Path, stream => stream.WriteAsync(Encoding.UTF8.GetBytes(content)).AsTask(), Cancel);
}

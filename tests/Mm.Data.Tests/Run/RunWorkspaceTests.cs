using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>What processes that died left beside an output, and what the next start makes of it.</summary>
public sealed class RunWorkspaceTests : IDisposable
{
    private const string Key = "0123456789abcdef";
    private const string Shard = "features/part-00000.parquet";
    private readonly TinyRelease _tiny = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Parent => Path.GetDirectoryName(_tiny.Output)!;

    private string Staging => Path.Combine(Parent, ".release.0123456789ab.staging");

    public void Dispose() => _tiny.Dispose();

    [Promise(PromiseAttribute.Commit, "After a death between swap and clean-up the replaced release is mixed into nothing.")]
    [Fact]
    public async Task The_release_that_was_replaced_is_not_taken_for_work_of_the_run()
    {
        await _tiny.PublishAsync("fedcba9876543210"); // the old one, which a death behind the exchange left under the staging name
        Directory.Move(_tiny.Output, Staging + "-5");

        using var workspace = Open();

        Assert.Empty(Files(workspace.Staging));
        Assert.False(Directory.Exists(Staging + "-5"));
    }

    [Fact]
    public async Task A_death_behind_the_exchange_means_that_the_run_was_published()
    {
        Open().Dispose();
        Assert.False(RunWorkspace.WasReplacing(_tiny.Output, Key), "its own staging folder is there");
        Directory.Delete(Staging, recursive: true);
        await _tiny.PublishAsync("fedcba9876543210");
        Directory.Move(_tiny.Output, Staging + "-5");

        Assert.True(RunWorkspace.WasReplacing(_tiny.Output, Key));

        RunWorkspace.SweepPublished(_tiny.Output, Key);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Parent, ".release*"));
    }

    [Fact]
    public void Replaced_releases_that_were_not_deleted_in_time_are_swept_at_the_start_of_any_run_with_the_output()
    {
        var left = Path.Combine(Parent, ".release.ba9876543210.staging-7.tmp");
        Directory.CreateDirectory(Path.Combine(left, "train"));
        File.WriteAllText(Path.Combine(left, "train", "part-00000.parquet"), "old");

        Open().Dispose();

        Assert.False(Directory.Exists(left));
    }

    [Fact]
    public async Task What_no_marker_names_is_swept_from_staging()
    {
        using (var workspace = Open())
        {
            await DoneAsync(workspace);
            await File.WriteAllTextAsync(Path.Combine(workspace.Staging, "README.md"), "of a publication that died", Cancel);
            await File.WriteAllTextAsync(Path.Combine(workspace.Staging, "train/part-00009.parquet"), "half a shard", Cancel);
        }

        using var again = Open();
        Assert.Equal([Shard], Files(again.Staging));
        Assert.NotNull(await again.FindAsync("measure-00000", "digest", Cancel));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Digest\":\"digest\",\"Tal")]
    [InlineData("{\"Digest\":\"digest\"}")]
    [InlineData("null")]
    public async Task A_damaged_marker_means_that_its_shard_is_not_done(string content)
    {
        using (var workspace = Open())
        {
            await DoneAsync(workspace);
            await File.WriteAllTextAsync(workspace.MarkerPath("measure-00000"), content, Cancel);
            Assert.Null(await workspace.FindAsync("measure-00000", "digest", Cancel));
        }

        using var again = Open();
        Assert.Null(await again.FindAsync("measure-00000", "digest", Cancel));
        Assert.Empty(Files(again.Staging));
    }

    [Fact]
    public void Another_process_on_the_same_run_is_named_as_such_and_nothing_of_it_is_touched()
    {
        using var first = Open();
        var taken = first.TakeStaging(3);

        Assert.Contains("Another mmdata", Assert.Throws<EnvironmentException>(Open).Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(taken));
    }

    [Fact]
    public void A_fault_of_the_disk_is_not_explained_by_another_process()
    {
        File.WriteAllText(Staging, "a file where the folder should be");

        var told = Assert.Throws<EnvironmentException>(Open).Message;

        Assert.DoesNotContain("nother mmdata", told, StringComparison.Ordinal);
        Assert.Contains(".work", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_that_cannot_be_deleted_does_not_undo_a_publication()
    {
        var workspace = Open();
        File.Delete(Path.Combine(workspace.Markers, "lock"));
        Directory.Delete(workspace.Markers, recursive: true);
        File.WriteAllText(workspace.Markers, "cannot be deleted as a folder");

        workspace.Delete();

        Open(Key.ToUpperInvariant()).Dispose();
    }

    private static string[] Files(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))];

    private static async Task DoneAsync(RunWorkspace workspace)
    {
        var files = ShardFiles.Begin(workspace, "measure-00000", 1);
        await files.WriteAsync(Shard, stream => stream.WriteAsync(Encoding.UTF8.GetBytes("rows")).AsTask(), Cancel);
        await files.SealAsync("digest", new PhaseTally(), Cancel);
        files.Promote();
    }

    private RunWorkspace Open() => Open(Key);

    private RunWorkspace Open(string key) => RunWorkspace.Open(_tiny.Output, key);
}

using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Law 7: the same input, pipeline and models give the same bytes. The whole sample set is held to it by <see cref="CrashTests"/>.</summary>
public sealed class SameBytesTests(SubsetRun subset) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Bytes, "One worker and four give the same release, byte for byte.")]
    [Fact]
    public async Task One_worker_and_four_give_the_same_release_and_so_does_a_run_in_its_place()
    {
        var once = await subset.FilesAsync();
        Assert.Contains(once, line => line.StartsWith("train/", StringComparison.Ordinal));

        var command = SubsetRun.Command(subset.Input, _folder["release"], "--workers", "4");
        await SubsetRun.DoneAsync(_folder["state"], command);
        Assert.Equal(once, await Trees.ListAsync(_folder["release"], Cancel));

        await File.WriteAllTextAsync(_folder["release/README.md"], "damage, so that a release that was left alone would show", Cancel);
        await SubsetRun.DoneAsync(_folder["state"], [.. command, "--replace"]);
        Assert.Equal(once, await Trees.ListAsync(_folder["release"], Cancel));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path, ".release*"));
    }

    [Fact]
    public async Task The_same_command_again_leaves_the_release_alone()
    {
        var once = await subset.FilesAsync();
        var again = await SubsetRun.DoneAsync(_folder["state"], SubsetRun.Command(subset.Input, subset.Release));
        Assert.Contains("there already", again.Output, StringComparison.Ordinal);
        Assert.Equal(once, await Trees.ListAsync(subset.Release, Cancel));
    }

    public void Dispose() => _folder.Dispose();
}

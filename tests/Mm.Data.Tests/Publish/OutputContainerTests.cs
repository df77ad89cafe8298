using Mm.Data.Audit;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Publish;

/// <summary>Publishing into a container: what <see cref="PublisherTests"/> and <see cref="CommittersTests"/> ask of folders.</summary>
public sealed class OutputContainerTests(AzuriteServer service) : IAsyncLifetime
{
    private const int Committers = 12;
    private readonly TinyRelease _tiny = new();
    private readonly TemporaryFolder _folder = new();
    private Stores? _stores;
    private string _place = "";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IBlobs Blobs => _stores!.BlobsOf(_place)!;

    public async ValueTask InitializeAsync()
    {
        _stores = new Stores(await service.OptionsAsync(), _folder.Path);
        _place = $"az://{(await service.NewContainerAsync()).Name}/store/release";
    }

    public ValueTask DisposeAsync()
    {
        _tiny.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Promise(PromiseAttribute.Bytes, "A release published to a container has the files of one published to a folder, byte for byte.")]
    [Fact]
    public async Task The_files_are_those_of_a_release_in_a_folder()
    {
        using var other = new TinyRelease();
        await other.PublishAsync();

        var result = await PublishAsync(_tiny);

        Assert.Equal(PublishStatus.Published, result.Status);
        var copy = await ReleaseCopy.CheckedAsync(Blobs, _stores!.CopyOf, Cancel);
        Assert.Equal(await Trees.ListAsync(other.Output, Cancel), await Trees.ListAsync(copy, Cancel));
        Assert.Empty((await Verifier.VerifyAsync(copy, new VerifyOptions { Keys = [TestKeys.Mine.Public] }, Cancel)).Findings);
    }

    [Fact]
    public async Task Who_comes_second_with_the_same_release_finds_it_there_and_with_another_is_told()
    {
        await PublishAsync(_tiny);
        Assert.Equal(PublishStatus.AlreadyPublished, (await PublishAsync(_tiny)).Status);

        var told = await Assert.ThrowsAsync<ConfigurationException>(() => PublishAsync(_tiny, "run-2"));
        Assert.Contains("holds another release", told.Message, StringComparison.Ordinal);
        Assert.Contains("run-1", told.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_tiny.Staging), "what the loser made is kept");
    }

    [Promise(PromiseAttribute.Commit, "In a container too: of many committers at once exactly one wins; each of the others is told what lies there.")]
    [Fact]
    public async Task Of_many_committers_at_once_exactly_one_wins_and_the_others_are_told()
    {
        var tinies = Enumerable.Range(0, Committers).Select(_ => new TinyRelease()).ToArray();
        var ends = await Task.WhenAll(tinies.Select((tiny, number) => Task.Run(() => EndAsync(tiny, $"run-{number}"), Cancel)));
        foreach (var tiny in tinies)
            tiny.Dispose();

        var winner = Array.IndexOf(ends, null);
        Assert.Single(ends, end => end is null);
        Assert.All(ends.OfType<Exception>(), fault =>
            Assert.Contains("holds another release", Assert.IsType<ConfigurationException>(fault).Message, StringComparison.Ordinal));
        Assert.Equal($"run-{winner}", (await ReleaseCopy.ManifestAsync(_place, Blobs, Cancel)).RunKey);
        Assert.Empty(await FindingsAsync());
        Figures.Record(typeof(OutputContainerTests), $"{Committers} committers at once: 1 winner, {Committers - 1} told");
    }

    [Promise(PromiseAttribute.Commit, "Who reads a release in a container while another takes its place reads the files of the one he began with.")]
    [Fact]
    public async Task A_reader_of_the_release_that_is_replaced_finds_its_files_until_the_next_one()
    {
        await PublishAsync(_tiny, "run-1");
        var old = await ReleaseCopy.ManifestAsync(_place, Blobs, Cancel);
        await PublishAsync(_tiny, "run-2", replace: true);

        var there = await Blobs.ListAsync(OutputContainer.FolderOf(old), Cancel).CountAsync(Cancel);
        Assert.Equal(old.AllPaths().Count(), there);
        Assert.Equal("run-2", (await ReleaseCopy.ManifestAsync(_place, Blobs, Cancel)).RunKey);
        Assert.Empty(await FindingsAsync());
    }

    [Fact]
    public async Task What_an_upload_left_that_never_ended_is_taken_up_or_swept_when_it_is_old()
    {
        await PublishAsync(_tiny, "run-1");
        await Blobs.DeleteAsync(ReleaseManifest.FileName, Cancel); // as one that died before its manifest
        await Blobs.WriteAsync("files/dead-0123/train/x", "half"u8.ToArray(), null, Cancel);

        Assert.Equal(PublishStatus.Published, (await PublishAsync(_tiny, "run-1")).Status);
        Assert.NotNull(await Blobs.ReadAsync("files/dead-0123/train/x", Cancel)); // another process may be at it

        _stores = new Stores(await service.OptionsAsync() with { LeftoverDays = 0 }, _folder.Path);
        await PublishAsync(_tiny, "run-2", replace: true);
        Assert.Null(await Blobs.ReadAsync("files/dead-0123/train/x", Cancel));
    }

    [Fact]
    public async Task Blobs_that_are_no_release_are_never_replaced_nor_a_whole_container_taken()
    {
        await Blobs.WriteAsync("thesis.txt", "mine"u8.ToArray(), null, Cancel);

        await Assert.ThrowsAsync<ConfigurationException>(() => PublishAsync(_tiny, replace: true));
        Assert.Equal("mine"u8.ToArray(), (await Blobs.ReadAsync("thesis.txt", Cancel))!.Bytes);
        _place = BlobAddress.Parse(_place).Parent.Parent.ToString();
        var told = await Assert.ThrowsAsync<ConfigurationException>(() => PublishAsync(_tiny));
        Assert.Contains("whole container", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_was_changed_is_refused_by_a_checked_copy_and_found_by_verify()
    {
        await PublishAsync(_tiny);
        var manifest = await ReleaseCopy.ManifestAsync(_place, Blobs, Cancel);
        var path = OutputContainer.FolderOf(manifest) + "README.md";
        var card = (await Blobs.ReadAsync(path, Cancel))!;
        await Blobs.WriteAsync(path, (byte[])[.. card.Bytes, (byte)'!'], card.Mark.Version, Cancel);

        var told = await Assert.ThrowsAsync<EnvironmentException>(() => ReleaseCopy.CheckedAsync(Blobs, _stores!.CopyOf, Cancel));
        Assert.Contains("README.md", told.Message, StringComparison.Ordinal);
        Assert.Equal(
            ["document-differs", "file-digest", "file-size"],
            (await FindingsAsync()).Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal));
    }

    private async Task<Exception?> EndAsync(TinyRelease tiny, string runKey)
    {
        try
        {
            await PublishAsync(tiny, runKey);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task<PublishResult> PublishAsync(TinyRelease tiny, string runKey = "run-1", bool replace = false)
    {
        await tiny.StageAsync();
        return await Publisher.PublishAsync(Draft(tiny, runKey, replace), Cancel);
    }

    private ReleaseDraft Draft(TinyRelease tiny, string runKey, bool replace) => tiny.Draft(runKey, replace) with
    {
        OutputFolder = _place,
        OutputBlobs = Blobs,
        Log = LogStore.Of(new AuditOptions(), _place, TestKeys.Mine, _stores!.BlobsOf),
    };

    private async Task<IReadOnlyList<Finding>> FindingsAsync()
    {
        var folder = _folder["as-it-is"];
        await ReleaseCopy.AsItIsAsync(Blobs, folder, Cancel);
        var report = await Verifier.VerifyAsync(folder, new VerifyOptions { Keys = [TestKeys.Mine.Public] }, Cancel);
        Directory.Delete(folder, recursive: true);
        return report.Findings;
    }
}

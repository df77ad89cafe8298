using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source;

public sealed class FolderSourceOnBlobsTests(AzuriteServer service) : FolderSourceContract(new InputFolder(service))
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_no_sample_is_counted_by_reason()
    {
        var container = await service.NewContainerAsync();
        foreach (var name in (string[])[
            "in/a.jpg", "in/b.txt", "in/notes.md", "in/x.tar", "in/.hidden.jpg", "in/.folder/d.jpg", "in//e.jpg",
            "index/h.jpg"])
            await container.UploadBlobAsync(name, BinaryData.FromString("1"), Cancel);
        foreach (var folder in (string[])["in", "in/deep"]) // as accounts with real folders show theirs
            await container.UploadBlobAsync(folder, BinaryData.Empty, Cancel);
        await container.UploadBlobAsync("in/deep/i.jpg", BinaryData.FromString("1"), Cancel);

        var (source, census) = (await OpenAsync($"az://{container.Name}/in/"), new SourceCensus());
        var keys = new List<string>();
        await foreach (var entry in source.ListAsync(census, Cancel))
            keys.Add(entry.Key);

        Assert.Equal(["a.jpg", "deep/i.jpg"], keys);
        Assert.Equal(
            "archive 1, caption-without-asset 1, hidden 2, unknown-extension 1, unsafe-name 1",
            string.Join(", ", census.Ignored.Select(pair => $"{pair.Key} {pair.Value}")));
    }

    [Promise(PromiseAttribute.Bytes, "A blob that is replaced while a run reads it ends the run; no sample is a mixture of two versions.")]
    [Theory]
    [InlineData("other")]
    [InlineData(null)]
    public async Task A_blob_that_is_replaced_after_it_was_listed_is_a_fault_that_can_be_told_from_others(string? then)
    {
        var container = await service.NewContainerAsync();
        await container.UploadBlobAsync("a.jpg", BinaryData.FromString("first"), Cancel);
        var plan = await Planner.PlanAsync(await OpenAsync($"az://{container.Name}"), new ShardOptions(), Cancel);
        var blob = container.GetBlobClient("a.jpg");
        if (then is null)
            await blob.DeleteAsync(cancellationToken: Cancel);
        else
            await blob.UploadAsync(BinaryData.FromString(then), overwrite: true, Cancel); // of the same length

        var thrown = await Assert.ThrowsAsync<EnvironmentException>(async () => await plan.Samples[0].ReadAsync(Cancel));

        Assert.Equal(EnvironmentFault.SourceChanged, thrown.Fault);
        Assert.Contains("The input changed", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a.jpg", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_input_or_a_container_that_is_not_there_is_told()
    {
        var container = await service.NewContainerAsync();
        foreach (var (place, told) in ((string, string)[])[
            ($"az://{container.Name}/none", "does not exist"), ("az://no-such-container/x", "container does not exist"),
            ("az://NO/x", "small letters"), ($"az://{container.Name}/a//b", "part of it is empty")])
        {
            var thrown = await Assert.ThrowsAsync<ConfigurationException>(() => OpenAsync(place));
            Assert.Contains(told, thrown.Message, StringComparison.Ordinal);
        }
    }

    private async Task<ISource> OpenAsync(string place) => await SourceOpener.OpenAsync(
        new Stores(await service.OptionsAsync(), "").FilesOf(place), place, new SourceOptions(), Cancel);
}

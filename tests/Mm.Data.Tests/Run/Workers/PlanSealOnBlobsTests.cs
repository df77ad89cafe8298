using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;
using Mm.Data.Run.Workers;
using Mm.Data.Source;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Parquet;
using Parquet.Schema;
using Xunit;

namespace Mm.Data.Tests.Run.Workers;

/// <summary>Plans over containers, which another worker reads from without listing anything.</summary>
public sealed class PlanSealOnBlobsTests(AzuriteServer service) : IDisposable
{
    private const string Key = "0123456789abcdef";
    private static readonly ShardOptions Shards = new() { Samples = 2 };
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plan_comes_back_whole_and_reads_the_versions_that_were_listed()
    {
        var container = await service.NewContainerAsync();
        foreach (var name in (string[])["a.jpg", "b.jpg", "c.jpg"])
            await container.UploadBlobAsync($"in/{name}", BinaryData.FromString("bytes of " + name), Cancel);
        await container.UploadBlobAsync("in/l.parquet", BinaryData.FromBytes(await ListAsync()), Cancel);
        var stores = new Stores(await service.OptionsAsync(), "");
        var place = $"az://{container.Name}/in/l.parquet";
        var plan = await Planner.PlanAsync(
            await SourceOpener.OpenAsync(stores.FilesOf(place), place, new SourceOptions(), Cancel), Shards, Cancel);
        using var workspace = RunWorkspace.Open(_folder["release"], Key);
        var seal = new PlanSeal(
            new StateOptions { Database = StateDatabase.Postgresql, Key = Convert.ToHexStringLower(new byte[32]) }, stores);
        await seal.WriteAsync(workspace, Key, plan, Cancel);

        var back = (await seal.ReadAsync(workspace, Key, Shards, PartShelves.None, Cancel))!;

        Assert.Equal(plan.Digest, back.Digest);
        foreach (var (was, read) in plan.Samples.Zip(back.Samples))
        {
            var (first, second) = (await was.ReadAsync(Cancel), await read.ReadAsync(Cancel));
            Assert.Equal(first.Value!.Caption, second.Value!.Caption);
            Assert.Equal(first.Value!.Asset.ToArray(), second.Value!.Asset.ToArray());
        }

        await container.GetBlobClient("in/b.jpg").UploadAsync(BinaryData.FromString("bytes of b.jpg"), overwrite: true, Cancel);
        var changed = plan.Samples.Zip(back.Samples).Single(pair => pair.First.Entry.Key.StartsWith("b.jpg", StringComparison.Ordinal)).Second;
        var thrown = await Assert.ThrowsAsync<EnvironmentException>(async () => await changed.ReadAsync(Cancel));
        Assert.Equal(EnvironmentFault.SourceChanged, thrown.Fault); // another version, though of the same bytes
    }

    private static async Task<byte[]> ListAsync()
    {
        var (path, text) = (new DataField<string>("path"), new DataField<string>("text"));
        using var stream = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(path, text), stream, cancellationToken: Cancel))
        {
            using var rows = writer.CreateRowGroup();
            await rows.WriteAsync(path, new[] { "a.jpg", "b.jpg", "c.jpg" });
            await rows.WriteAsync(text, new[] { "eins", "zwei", "drei" });
        }

        return stream.ToArray();
    }
}

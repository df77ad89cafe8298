using Mm.Data.App.Bench;
using Mm.Data.Catalog;
using Mm.Data.Publish;
using Mm.Data.Run;
using Mm.Data.Storage;
using Mm.Data.Web.Read;
using Xunit;

namespace Mm.Data.Tests.Kit;

/// <summary>A made-up release of many samples, entered in a catalog and indexed for the pages.</summary>
internal sealed class IndexedMade : IDisposable
{
    private IndexedMade(SyntheticRelease made, ReleaseLibrary library, IndexedRelease indexed) =>
        (Made, Library, Indexed) = (made, library, indexed);

    public SyntheticRelease Made { get; }

    public ReleaseLibrary Library { get; }

    public IndexedRelease Indexed { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<IndexedMade> OpenAsync(TemporaryFolder folder, int samples)
    {
        var made = new SyntheticRelease(folder.Path, samples, assetBytes: 16, numbers: 2, isAlike: true);
        await made.MakeAsync(Cancel);
        string key;
        using (var reader = await ReleaseReader.OpenAsync(made.Output, Cancel))
            key = RunKeys.Run(reader.Manifest.RunKey, made.Output);
        var state = new StateOptions { Folder = folder["state"] };
        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel);
        await catalog.BeginAsync(new RunRecord { Key = key, Pipeline = "p", RequestJson = "{}", Output = made.Output }, [1], Cancel);
        await catalog.EndAsync(key, RunState.Published, null, Cancel);
        var library = new ReleaseLibrary(catalog, state, Stores.Local, TimeProvider.System);
        var indexed = await library.IndexAsync((await library.FindAsync(key, Cancel))!.Release!, Cancel);
        while (indexed.Index is null)
            indexed = await library.IndexAsync(indexed.Release, Cancel);
        return new IndexedMade(made, library, indexed);
    }

    public void Dispose() => Library.Dispose();
}

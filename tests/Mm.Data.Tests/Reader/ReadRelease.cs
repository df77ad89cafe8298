using Mm.Data.Publish;
using Mm.Data.Reader;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Reader;

/// <summary>A made release of some hundred rows in many row groups, and short ways to read its ids.</summary>
public sealed class ReadRelease : IAsyncLifetime
{
    private readonly TemporaryFolder _store = new();

    public string Folder => _store["release"];

    public string Store => _store.Path;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var result = await new MadeRelease(seed: 7, samples: 700).PublishAsync(_store.Path, "release");
        Assert.Equal(PublishStatus.Published, result.Status);
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A copy that a test may damage.</summary>
    internal TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var path in ReleasePaths.Files(Folder))
        {
            var to = Path.Combine(copy["release"], path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(Folder, path), to);
        }

        return copy;
    }

    public Task<ReleaseDataset> OpenAsync(DatasetOptions? options = null) =>
        ReleaseDataset.OpenAsync(Folder, options ?? new DatasetOptions { Columns = ["id"] }, Cancel);

    public static async Task<List<string>> IdsAsync(RowSequence rows)
    {
        var ids = new List<string>();
        await foreach (var row in rows)
            ids.Add(row.Id);
        return ids;
    }

    /// <summary>What the consumers of a group get, put together as it was dealt: one of each in turn.</summary>
    public static async Task<List<string>> TogetherAsync(Func<Consumer, RowSequence> read, int world, int workers)
    {
        var each = new List<List<string>>();
        for (var worker = 0; worker < workers; worker++)
        {
            for (var rank = 0; rank < world; rank++)
                each.Add(await IdsAsync(read(new Consumer(rank, world, worker, workers))));
        }

        return [.. Enumerable.Range(0, each.Max(ids => ids.Count)).SelectMany(step => each.Where(ids => ids.Count > step).Select(ids => ids[step]))];
    }
}

using Microsoft.Data.Sqlite;
using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>The catalog's file is gone or damaged. What is done stands in the work folder, so that nothing is lost with it.</summary>
public sealed class LostCatalogTests(SubsetRun subset) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Catalog => _folder["state/catalog.db"];

    private string[] Command =>
        ["run", Checkout.Pipeline("quickstart.yaml"), "--input", subset.Input, "--workers", "2", "--set", "shards.samples=4"];

    [Promise(PromiseAttribute.Commit, "A run whose database was lost goes on with the same command: what is done is kept and not done again.")]
    [Fact]
    public async Task A_run_whose_catalog_was_deleted_goes_on_where_it_stopped()
    {
        var normal = await subset.FilesAsync();
        using var run = new KilledRun(_folder.Path, Command, seed: 1);
        await run.KillWorkerAsync(1, Cancel);
        var done = run.Done;
        Assert.InRange(done, 1, 100);
        await File.WriteAllTextAsync(Catalog, new string('x', 4096), Cancel); // longer than a header, so that it is read as one
        var told = await Mmdata.RunAsync(_folder["state"], Cancel, [.. Command, "--output", run.Release]);
        Assert.Empty(CleanStop.Faults(told));
        Assert.Equal(3, told.ExitCode);
        Assert.Contains("catalog.db", told.Errors.ReplaceLineEndings(""), StringComparison.Ordinal);

        File.Delete(Catalog);
        SqliteConnection.ClearAllPools(); // this process has looked into the old one
        var again = await run.FinishAsync(Cancel);
        Assert.True(again.ExitCode == 0, again.Output + again.Errors);
        Assert.Equal(normal, await Trees.ListAsync(run.Release, Cancel));
        var catalog = await RunCatalog.OpenAsync(_folder["state"], TimeProvider.System, Cancel);
        var shards = await catalog.ShardsAsync(Assert.Single(await catalog.RunsAsync(2, Cancel)).Key, Cancel);
        Assert.Equal(done, shards.Count(shard => shard is { Attempts: 0, Done: true }));
    }

    [Fact]
    public async Task A_catalog_deleted_under_a_run_ends_it_cleanly_or_not_at_all()
    {
        var normal = await subset.FilesAsync();
        string[] command = [.. Command, "--output", _folder["release"]];
        using var process = Mmdata.Start(_folder["state"], command);
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        while (!process.HasExited && Directory.GetFiles(_folder.Path, "measure-*.json", SearchOption.AllDirectories).Length == 0)
            await Task.Delay(20, Cancel);
        File.Delete(Catalog);
        await process.WaitForExitAsync(Cancel);
        Assert.Empty(CleanStop.Faults(new Mmdata(process.ExitCode, await output, await errors)));

        await SubsetRun.DoneAsync(_folder["state"], command);
        Assert.Equal(normal, await Trees.ListAsync(_folder["release"], Cancel));
    }

    public void Dispose() => _folder.Dispose();
}

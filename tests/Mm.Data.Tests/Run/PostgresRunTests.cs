using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>A whole run with catalog and jobs in PostgreSQL.</summary>
public sealed class PostgresRunTests(SubsetRun subset, PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_on_PostgreSQL_gives_the_same_release_and_shows_no_secret()
    {
        var once = await subset.FilesAsync();
        var state = await server.NewAsync(_folder["state"]);
        var run = await Mmdata.RunAsync(
            _folder["state"], PostgresServer.Environment(state), Cancel,
            SubsetRun.Command(subset.Input, _folder["release"], "--workers", "2"));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal(once, await Trees.ListAsync(_folder["release"], Cancel));
        Assert.DoesNotContain(PostgresServer.Password, run.Output + run.Errors, StringComparison.Ordinal);

        var catalog = await RunCatalog.OpenAsync(state, TimeProvider.System, Cancel);
        Assert.Equal(RunState.Published, Assert.Single(await catalog.RunsAsync(2, Cancel)).State);
        Assert.False(File.Exists(_folder["state/catalog.db"]));
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_before_anything_is_written()
    {
        await SubsetRun.CopyAsync(_folder["input"], "photos/cat.jpg");
        var away = new StateOptions { Connection = "Host=127.0.0.1;Port=9;Username=u;Password=hunter2;Database=d", PatienceSeconds = 0 };
        var run = await Mmdata.RunAsync(
            _folder["state"], PostgresServer.Environment(away), Cancel, SubsetRun.Command(_folder["input"], _folder["release"]));
        Assert.True(run.ExitCode == 3, run.Output + run.Errors);
        Assert.Contains("State:Connection", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path, "*release*"));
    }

    public void Dispose() => _folder.Dispose();
}

using Microsoft.Data.Sqlite;
using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>A catalog that opens well and fails later, as on a disk that fills up.</summary>
public sealed class CatalogFaultTests : IDisposable
{
    private readonly PlainRun _run = new(pictures: 2);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _run.Dispose();

    [Promise(PromiseAttribute.Commit, "A catalog that fails in the middle of a run is told, with the first fault, and the same command goes on.")]
    [Fact]
    public async Task A_catalog_that_fails_after_opening_is_told_with_its_first_fault_and_the_same_command_goes_on()
    {
        await RunCatalog.OpenAsync(_run.State, TimeProvider.System, Cancel);
        Execute("""CREATE TRIGGER first BEFORE UPDATE OF "Done" ON "Shards" BEGIN SELECT RAISE(ABORT, 'the first fault'); END""");
        Execute("""CREATE TRIGGER second BEFORE UPDATE OF "Error" ON "Runs" BEGIN SELECT RAISE(ABORT, 'the second fault'); END""");

        var run = await _run.RunAsync();

        var said = run.Errors.ReplaceLineEndings(" ");
        var told = said[said.IndexOf("error:", StringComparison.Ordinal)..];
        Assert.True(run.ExitCode == 3, run.Output + run.Errors);
        Assert.Contains("the first fault", told, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_run.State, "catalog.db"), told, StringComparison.Ordinal);
        Assert.Contains("run the same command again", told, StringComparison.Ordinal);
        Assert.DoesNotContain("the second fault", told, StringComparison.Ordinal);
        Assert.DoesNotContain("bug", told, StringComparison.Ordinal);

        Execute("DROP TRIGGER first; DROP TRIGGER second");
        await _run.DoneAsync();
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_run.State, "catalog.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

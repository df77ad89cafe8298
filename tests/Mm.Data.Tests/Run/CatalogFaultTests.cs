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

    [Promise(PromiseAttribute.Commit, "A change of the catalog that fails once where a run ends is made again; no run waits for ever.")]
    [Theory]
    [InlineData(0, """OF "State" ON "Runs" WHEN NEW."State" = 1""")]
    [InlineData(1, """OF "State" ON "Runs" WHEN NEW."State" = 2""", "--set", "publish.keptMin=1000")]
    [InlineData(0, """OF "Done" ON "Shards" WHEN NEW."Phase" = 3""")]
    public async Task A_change_of_the_catalog_that_fails_once_is_made_again(int exitCode, string change, params string[] arguments)
    {
        await RunCatalog.OpenAsync(_run.State, TimeProvider.System, Cancel);
        FailOnce("first", change);

        await EndsAsync(exitCode, arguments);
    }

    [Fact]
    public async Task A_shard_that_could_neither_be_ended_nor_given_back_is_taken_up_by_the_next_attempt()
    {
        await RunCatalog.OpenAsync(_run.State, TimeProvider.System, Cancel);
        FailOnce("first", """OF "Done" ON "Shards" WHEN TRUE""");
        FailOnce("second", """OF "Holder" ON "Shards" WHEN OLD."Holder" IS NOT NULL AND NEW."Holder" IS NULL""");

        await EndsAsync(0);
    }

    /// <summary>Without the second attempt a run would wait for ever.</summary>
    private async Task EndsAsync(int exitCode, params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        var run = await Mmdata.RunAsync(_run.State, limit.Token, _run.Command(arguments));
        Assert.True(run.ExitCode == exitCode, $"{run.ExitCode}: {run.Output}{run.Errors}");
        Assert.Equal(Count("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"), Count("SELECT count(*) FROM faults"));
    }

    // What a trigger wrote before it fails a statement stays, so that it fails one alone.
    private void FailOnce(string name, string change) => Execute(
        $"""
        CREATE TABLE IF NOT EXISTS faults (name TEXT);
        CREATE TRIGGER {name} BEFORE UPDATE {change} AND NOT EXISTS (SELECT 1 FROM faults WHERE name = '{name}')
        BEGIN INSERT INTO faults VALUES ('{name}'); SELECT RAISE(FAIL, 'a fault'); END
        """);

    private long Count(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_run.State, "catalog.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}

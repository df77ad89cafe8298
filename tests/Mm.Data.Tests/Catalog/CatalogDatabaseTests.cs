using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Catalog;

public sealed class CatalogDatabaseTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task The_last_migration_is_the_model(StateDatabase database)
    {
        var opened = await CatalogDatabase.OpenAsync(await server.NewAsync(database, _folder.Path), Cancel);
        await using var context = opened.CreateDbContext();
        Assert.False(context.Database.HasPendingModelChanges(), "the records changed: run ops/migrations/add NAME");
        Assert.Empty(await context.Database.GetPendingMigrationsAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Many_processes_may_open_a_new_catalog_at_once(StateDatabase database)
    {
        var state = await server.NewAsync(database, _folder.Path);
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CatalogDatabase.OpenAsync(state, Cancel), Cancel)));
        await using var context = opened[0].CreateDbContext();
        Assert.Empty(await context.Runs.ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_catalog_from_before_migrations_keeps_its_runs()
    {
        await using (var old = new SqliteConnection($"Data Source={_folder["catalog.db"]};Pooling=False"))
        {
            await old.OpenAsync(Cancel);
            var create = old.CreateCommand();
            create.CommandText = """
                CREATE TABLE "Runs" ("Key" TEXT NOT NULL CONSTRAINT "PK_Runs" PRIMARY KEY, "Pipeline" TEXT NOT NULL, "RequestJson" TEXT NOT NULL,
                    "Output" TEXT NOT NULL, "State" INTEGER NOT NULL, "Phase" INTEGER NOT NULL, "Samples" INTEGER NOT NULL,
                    "IgnoredJson" TEXT NOT NULL, "StartedMs" INTEGER NOT NULL, "EndedMs" INTEGER NULL, "Error" TEXT NULL);
                CREATE TABLE "Shards" ("RunKey" TEXT NOT NULL, "Phase" INTEGER NOT NULL, "Index" INTEGER NOT NULL, "Samples" INTEGER NOT NULL,
                    "Done" INTEGER NOT NULL, "Attempts" INTEGER NOT NULL, "TallyJson" TEXT NULL, "StartedMs" INTEGER NULL,
                    "EndedMs" INTEGER NULL, CONSTRAINT "PK_Shards" PRIMARY KEY ("RunKey", "Phase", "Index"),
                    CONSTRAINT "FK_Shards_Runs_RunKey" FOREIGN KEY ("RunKey") REFERENCES "Runs" ("Key") ON DELETE CASCADE);
                CREATE INDEX "IX_Runs_StartedMs" ON "Runs" ("StartedMs");
                INSERT INTO "Runs" VALUES ('old', 'p', '{}', '/out', 1, 4, 7, '{}', 1, 2, NULL);
                """;
            await create.ExecuteNonQueryAsync(Cancel);
        }

        var catalog = await RunCatalog.OpenAsync(_folder.Path, TimeProvider.System, Cancel);
        Assert.Equal(7, (await catalog.RunAsync("old", Cancel))!.Samples);
    }

    [Fact]
    public async Task A_process_that_was_killed_in_a_migration_blocks_nobody()
    {
        await using (var old = new SqliteConnection($"Data Source={_folder["catalog.db"]};Pooling=False"))
        {
            await old.OpenAsync(Cancel);
            var create = old.CreateCommand();
            create.CommandText = """
                CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
                """;
            await create.ExecuteNonQueryAsync(Cancel);
        }

        var catalog = await RunCatalog.OpenAsync(_folder.Path, TimeProvider.System, Cancel);
        Assert.Empty(await catalog.RunsAsync(1, Cancel));
    }

    [Fact]
    public async Task A_folder_that_cannot_hold_a_catalog_is_an_environment_fault()
    {
        Directory.CreateDirectory(_folder["catalog.db"]);
        var fault = await Assert.ThrowsAsync<EnvironmentException>(() => RunCatalog.OpenAsync(_folder.Path, TimeProvider.System, Cancel));
        Assert.Contains("State:Folder", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_without_the_password()
    {
        var state = new StateOptions
        {
            Database = StateDatabase.Postgresql,
            Connection = "Host=127.0.0.1;Port=9;Username=u;Password=hunter2hunter2;Database=d",
            PatienceSeconds = 0,
        };
        var fault = await Assert.ThrowsAsync<EnvironmentException>(() => CatalogDatabase.OpenAsync(state, Cancel));
        Assert.Contains("127.0.0.1, database d", fault.Message, StringComparison.Ordinal);
        Assert.Contains("State:Connection", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it()
    {
        var state = await server.NewAsync(_folder.Path);
        var wrong = state with { Connection = state.Connection.Replace("Password=", "Password=hunter2", StringComparison.Ordinal) };
        var fault = await Assert.ThrowsAsync<EnvironmentException>(() => CatalogDatabase.OpenAsync(wrong, Cancel));
        Assert.Contains("28P01", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("State:Database=postgresql", "needs Connection")]
    [InlineData("State:Database=postgresql State:Connection=Host=h State:ConnectionFile=/f", "not both")]
    [InlineData("State:Database=oracle", "State")]
    public void Settings_that_do_not_fit_are_told_at_once(string settings, string expected)
    {
        var fault = Assert.Throws<ConfigurationException>(() => SettingsReader.Read(settings.Split(' ')));
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Password=hunter2;Hots=x")]
    [InlineData("Host=h;Port=hunter2")]
    [InlineData("hunter2")]
    [InlineData("Password=hunter2")]
    public void A_connection_string_that_is_none_is_not_quoted(string text)
    {
        var state = new StateOptions { Database = StateDatabase.Postgresql, Connection = text };
        var fault = Assert.Throws<ConfigurationException>(() => PostgresConnection.Of(state));
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", state.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

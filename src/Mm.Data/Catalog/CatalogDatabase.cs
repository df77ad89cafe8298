using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Mm.Data.Pipeline;

namespace Mm.Data.Catalog;

/// <summary>The catalog's database: which it is, how it is reached, and that its tables are of this version.</summary>
public sealed class CatalogDatabase : IDbContextFactory<CatalogContext>
{
    private const string First = "Initial";
    private const string MigrationLock = "7165063"; // any number that nobody else locks in this database
    private readonly Func<CatalogContext> _create;

    private CatalogDatabase(string place, Func<CatalogContext> create) => (Place, _create) = (place, create);

    /// <summary>For messages: a file, or server and database. Never a secret.</summary>
    public string Place { get; }

    /// <summary>Opens the catalog of the settings, creating it or bringing it up to this version.</summary>
    /// <exception cref="ConfigurationException">The connection string is none.</exception>
    /// <exception cref="EnvironmentException">It cannot be opened.</exception>
    public static async Task<CatalogDatabase> OpenAsync(StateOptions state, CancellationToken cancel)
    {
        var database = state.Database is StateDatabase.Postgresql ? Postgres(PostgresConnection.Of(state)) : Sqlite(state.Folder);
        try
        {
            await database.MigrateAsync(state.Folder, cancel);
            return database;
        }
        catch (SqliteException e)
        {
            throw new EnvironmentException($"Cannot open the catalog {database.Place}: {e.Message}. Check State:Folder and its rights.", e);
        }
        catch (Exception e) when (PostgresConnection.Fault(e) is { } fault)
        {
            throw new EnvironmentException(
                $"Cannot open the catalog on {database.Place}: {fault} Check State:Connection and that the server runs.", e);
        }
    }

    public CatalogContext CreateDbContext() => _create();

    /// <summary>Whether the database, or the way to it, is to blame.</summary>
    public static bool IsFault(Exception e) => e is RetryLimitExceededException or TimeoutException || DriverFault(e) is not null;

    /// <summary>The fault of a database in an operator's words; null where it is none.</summary>
    /// <param name="e">What a call threw.</param>
    /// <param name="place">Which database, see <see cref="Place"/>.</param>
    public static EnvironmentException? Explain(Exception e, string place) => e is EnvironmentException || DriverFault(e) is not { } fault
        ? null
        : new EnvironmentException(
            $"The catalog {place} failed: {Said(fault)} See that its disk has room and may be written, or that its server runs; then run "
            + "the same command again: finished shards are kept.",
            e);

    // EF Core wraps what the driver throws, each call in its own way.
    private static DbException? DriverFault(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is DbException fault)
                return fault;
        }

        return null;
    }

    private static string Said(DbException fault) => PostgresConnection.Fault(fault) ?? $"{fault.Message.TrimEnd('.')}.";

    private static CatalogDatabase Sqlite(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "catalog.db");
        var options = SqliteContext.At(path);
        return new CatalogDatabase(path, () => new SqliteContext(options));
    }

    private static CatalogDatabase Postgres(PostgresConnection connection)
    {
        var options = PostgresContext.At(connection.Text);
        return new CatalogDatabase(connection.Place, () => new PostgresContext(options));
    }

    // Processes that start at once take turns. The lock of EF Core itself covers one migration, not all of them, and in SQLite is a row
    // that a killed process leaves for ever: so a lock of ours stands before it.
    private async Task MigrateAsync(string folder, CancellationToken cancel)
    {
        await using var context = CreateDbContext();
        if (context is not SqliteContext)
        {
            await using var turns = CreateDbContext();
            await turns.Database.OpenConnectionAsync(cancel); // the lock is the connection's, and ends with it
            await turns.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_lock({MigrationLock})", cancel);
            await context.Database.MigrateAsync(cancel);
            await turns.Database.ExecuteSqlRawAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancel);
            return;
        }

        await using var turn = await FileTurn.TakeAsync(Path.Combine(folder, "catalog.lock"), cancel);
        await AdoptAsync(context, cancel);
        if (!(await context.Database.GetPendingMigrationsAsync(cancel)).Any())
            return;
        await context.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
        await context.Database.MigrateAsync(cancel);
    }

    /// <summary>A catalog from before there were migrations has the tables of the first: that one counts as done.</summary>
    private static async Task AdoptAsync(CatalogContext context, CancellationToken cancel)
    {
        var history = context.GetService<IHistoryRepository>();
        if (await history.ExistsAsync(cancel))
            return;
        var tables = context.Database.SqlQueryRaw<string>("SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table'");
        if (!(await tables.ToListAsync(cancel)).Contains(nameof(CatalogContext.Runs)))
            return;
        var migrations = context.GetService<IMigrationsAssembly>().Migrations.Keys;
        var first = migrations.Single(id => id.EndsWith("_" + First, StringComparison.Ordinal));
        await context.Database.ExecuteSqlRawAsync(history.GetCreateIfNotExistsScript(), cancel);
        await context.Database.ExecuteSqlRawAsync(history.GetInsertScript(new HistoryRow(first, ProductInfo.GetVersion())), cancel);
    }
}

using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Mm.Data.Catalog;

namespace Mm.Data.App.Hosting;

/// <summary>Where Hangfire keeps its jobs.</summary>
internal static class JobStorages
{
    /// <summary>A job whose worker is silent for so long is given to another; a living one says so five times in that time.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    public static IGlobalConfiguration UseJobStorage(this IGlobalConfiguration hangfire, StateOptions state) =>
        state.Database is StateDatabase.Postgresql
            ? hangfire.UsePostgreSqlStorage(
                storage => storage.UseNpgsqlConnection(PostgresConnection.Of(state).Text),
                new PostgreSqlStorageOptions
                {
                    SchemaName = "hangfire",
                    // A fixed time gives a long job to a second worker while the first is at it: measured, one job ran three times at once.
                    UseSlidingInvisibilityTimeout = true,
                    InvisibilityTimeout = Silence,
                    QueuePollInterval = TimeSpan.FromSeconds(1),
                })
            : hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(6) });
}

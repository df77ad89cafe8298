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

    /// <summary>
    /// A change of a job's state takes milliseconds under Hangfire's own lock, a row of a table. Where the connection breaks before the row
    /// is deleted, the next in line waits for it to be so old: ten minutes by default, in which a worker does nothing else. What follows
    /// when a sleeper wakes up behind it is a job that runs twice, and the shard's lease sees to that.
    /// </summary>
    private static readonly TimeSpan LostLock = TimeSpan.FromSeconds(20);

    /// <summary>Jobs in memory are kept by one thread of this process: it is late where the machine stands still, and never away.</summary>
    private static readonly TimeSpan StandStill = TimeSpan.FromMinutes(5);

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
                    DistributedLockTimeout = LostLock,
                    QueuePollInterval = TimeSpan.FromSeconds(1),
                })
            : hangfire.UseInMemoryStorage(new InMemoryStorageOptions
            {
                MaxExpirationTime = TimeSpan.FromHours(6),
                CommandTimeout = StandStill,
            });
}

using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>Which processes take jobs. Each says again and again that it lives; all time is the database's.</summary>
public sealed class WorkerRegistry(IDbContextFactory<CatalogContext> contexts)
{
    private const string Tell =
        """
        INSERT INTO "Workers" ("Name", "Machine", "Cores", "Devices", "Queues", "StartedMs", "SeenMs")
        VALUES ({0}, {1}, {2}, {3}, {4}, $now, $now)
        ON CONFLICT ("Name") DO UPDATE SET "SeenMs" = $now, "Queues" = {4}
        """;

    private const string Forget = """DELETE FROM "Workers" WHERE "SeenMs" < $now - {0}""";

    /// <summary>Enters a worker, or says that it still lives, and with which queues.</summary>
    public async Task TellAsync(WorkerRecord worker, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Database.ExecuteSqlRawAsync(
            context.WithClock(Tell), [worker.Name, worker.Machine, worker.Cores, worker.Devices, worker.Queues], cancel);
    }

    /// <summary>Strikes out a worker that ends.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Workers.Where(worker => worker.Name == name).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Strikes out those that have been silent for so long: they died.</summary>
    public async Task ForgetAsync(TimeSpan silence, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Database.ExecuteSqlRawAsync(context.WithClock(Forget), [(long)silence.TotalMilliseconds], cancel);
    }

    /// <summary>All that are entered, oldest first, each with the time since it last spoke.</summary>
    public async Task<IReadOnlyList<SeenWorker>> ListAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var workers = await context.Workers.AsNoTracking()
            .OrderBy(worker => worker.StartedMs).ThenBy(worker => worker.Name).ToListAsync(cancel);
        var now = await context.NowMsAsync(cancel);
        return [.. workers.Select(worker => new SeenWorker(worker, TimeSpan.FromMilliseconds(Math.Max(0, now - worker.SeenMs))))];
    }
}

/// <summary>A worker, and how long ago it last said that it lives.</summary>
public sealed record SeenWorker(WorkerRecord Worker, TimeSpan Silence);

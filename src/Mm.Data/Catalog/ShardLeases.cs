using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Mm.Data.Pipeline;

namespace Mm.Data.Catalog;

/// <summary>
/// Leases of shards. All time is the database's, so machines with wrong clocks agree; every call is one statement, so it holds or it
/// does not. A call that is repeated because its answer was lost comes to the same end.
/// </summary>
public sealed class ShardLeases(IDbContextFactory<CatalogContext> contexts)
{
    private const string Same = """ "RunKey" = {0} AND "Phase" = {1} AND "Index" = {2} """;
    private const string Mine = Same + """ AND "Token" = {3} AND "Holder" = {4} AND NOT "Done" """;

    private const string Take =
        """
        UPDATE "Shards" SET "Token" = "Token" + 1, "Attempts" = "Attempts" + 1, "Holder" = {3},
            "LeaseUntilMs" = $now + {4}, "StartedMs" = $now
        WHERE
        """ + Same +
        """
        AND NOT "Done" AND "Attempts" < {5} AND ("Holder" IS NULL OR "Holder" = {3} OR "LeaseUntilMs" <= $now)
        RETURNING "Token" AS "Value"
        """;

    private const string Renew = """UPDATE "Shards" SET "LeaseUntilMs" = $now + {5} WHERE""" + Mine;

    private const string Release =
        """
        UPDATE "Shards" SET "Holder" = NULL, "LeaseUntilMs" = NULL, "QueuedMs" = NULL, "Attempts" = "Attempts" - {5} WHERE
        """ + Mine;

    private const string Done = """UPDATE "Shards" SET "Done" = TRUE, "TallyJson" = {5}, "EndedMs" = $now WHERE""" + Mine;

    private const string Adopt =
        """
        UPDATE "Shards" SET "Done" = TRUE, "TallyJson" = {5}, "StartedMs" = NULL, "Attempts" = "Attempts" - 1 WHERE
        """ + Mine;

    private const string Free =
        """
        SELECT 1 AS "Value" FROM "Shards" WHERE ("Holder" IS NULL OR "LeaseUntilMs" <= $now) AND
        """ + Same;

    /// <summary>Takes a shard that is neither done nor in another's hands, and counts the attempt.</summary>
    /// <param name="shard">Which.</param>
    /// <param name="holder">Who asks; no other attempt has that name.</param>
    /// <param name="length">How long it is safe from others without <see cref="RenewAsync"/>.</param>
    /// <param name="attemptsMax">With so many begun and none ended it is given to nobody.</param>
    /// <param name="cancel">Ends the asking.</param>
    public async Task<LeaseAnswer> TakeAsync(
        ShardKey shard, string holder, TimeSpan length, int attemptsMax, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var tokens = await context.Database.SqlQueryRaw<long>(
            context.WithClock(Take), [.. Parts(shard), holder, (long)length.TotalMilliseconds, attemptsMax]).ToListAsync(cancel);
        if (tokens is [var token])
            return new LeaseAnswer(LeaseOutcome.Taken, new ShardLease(shard, holder, token));
        return new LeaseAnswer(await WhyNotAsync(context, shard, attemptsMax, cancel), null);
    }

    /// <summary>Holds on to a shard. False: somebody else has taken it, or it is done.</summary>
    public async Task<bool> RenewAsync(ShardLease lease, TimeSpan length, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Database.ExecuteSqlRawAsync(
            context.WithClock(Renew), [.. Parts(lease), (long)length.TotalMilliseconds], cancel) == 1;
    }

    /// <summary>Gives a shard back that was not done, for anybody to take at once.</summary>
    /// <param name="lease">Which.</param>
    /// <param name="isFault">Whether the attempt counts: one that was told to stop does not.</param>
    /// <param name="cancel">Ends the asking.</param>
    public async Task ReleaseAsync(ShardLease lease, bool isFault, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Database.ExecuteSqlRawAsync(Release, [.. Parts(lease), isFault ? 0 : 1], cancel);
    }

    /// <summary>Ends a shard whose files are in their places. False: another has taken it meanwhile; nothing changed.</summary>
    public Task<bool> DoneAsync(ShardLease lease, PhaseTally tally, CancellationToken cancel) => EndAsync(Done, lease, tally, cancel);

    /// <summary>Ends a shard whose files lay there already: no attempt was made, and no time was spent.</summary>
    public Task<bool> AdoptAsync(ShardLease lease, PhaseTally tally, CancellationToken cancel) => EndAsync(Adopt, lease, tally, cancel);

    private async Task<bool> EndAsync(string sql, ShardLease lease, PhaseTally tally, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var changed = await context.Database.ExecuteSqlRawAsync(
            context.WithClock(sql), [.. Parts(lease), JsonSerializer.Serialize(tally)], cancel);
        if (changed == 1)
            return true;
        // Told twice because the first answer was lost on its way: the token says that it was ours.
        return await Find(context, lease.Shard).AnyAsync(s => s.Done && s.Token == lease.Token && s.Holder == lease.Holder, cancel);
    }

    private static async Task<LeaseOutcome> WhyNotAsync(
        CatalogContext context, ShardKey shard, int attemptsMax, CancellationToken cancel)
    {
        if (await Find(context, shard).AsNoTracking().SingleOrDefaultAsync(cancel) is not { } found)
            return LeaseOutcome.Absent;
        if (found.Done)
            return LeaseOutcome.Done;
        if (found.Attempts < attemptsMax)
            return LeaseOutcome.Held;
        var expired = await context.Database.SqlQueryRaw<int>(context.WithClock(Free), Parts(shard)).ToListAsync(cancel);
        return expired.Count > 0 ? LeaseOutcome.Exhausted : LeaseOutcome.Held;
    }

    private static IQueryable<ShardRecord> Find(CatalogContext context, ShardKey shard) =>
        context.Shards.Where(s => s.RunKey == shard.RunKey && s.Phase == shard.Phase && s.Index == shard.Index);

    private static object[] Parts(ShardKey shard) => [shard.RunKey, (int)shard.Phase, shard.Index];

    private static object[] Parts(ShardLease lease) => [.. Parts(lease.Shard), lease.Token, lease.Holder];
}

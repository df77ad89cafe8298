using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>Work on the catalog that holds as a whole or not at all, begun anew where the connection broke.</summary>
internal static class Transactions
{
    public static async Task<T> InTransactionAsync<T>(
        this IDbContextFactory<CatalogContext> contexts, Func<CatalogContext, Task<T>> work, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            context.ChangeTracker.Clear(); // of an attempt whose connection broke
            await using var transaction = await context.Database.BeginTransactionAsync(cancel);
            var answer = await work(context);
            await transaction.CommitAsync(cancel);
            return answer;
        });
    }

    /// <summary>The database's time, Unix time in milliseconds.</summary>
    public static async Task<long> NowMsAsync(this CatalogContext context, CancellationToken cancel) =>
        (await context.Database.SqlQueryRaw<long>(context.WithClock("""SELECT $now AS "Value" """)).ToListAsync(cancel))[0];
}

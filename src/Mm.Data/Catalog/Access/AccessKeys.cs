using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog.Access;

/// <summary>The keys for the HTTP API.</summary>
public sealed class AccessKeys(IDbContextFactory<CatalogContext> contexts)
{
    public async Task AddAsync(AccessKeyRecord key, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.AccessKeys.Add(key);
        await context.SaveChangesAsync(cancel);
    }

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<AccessKeyRecord>> ListAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.AccessKeys.AsNoTracking().OrderBy(k => k.CreatedMs).ThenBy(k => k.Id).ToListAsync(cancel);
    }

    /// <summary>The key of that digest, valid or not.</summary>
    public async Task<AccessKeyRecord?> FindAsync(string digest, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.AccessKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Digest == digest, cancel);
    }

    /// <summary>Ends a key at once, on every service. False: there is none that is not ended already.</summary>
    public async Task<bool> RevokeAsync(string id, DateTimeOffset now, CancellationToken cancel)
    {
        var nowMs = now.ToUnixTimeMilliseconds();
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.AccessKeys.Where(k => k.Id == id && k.RevokedMs == null)
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.RevokedMs, nowMs), cancel) > 0;
    }
}

using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog.Schedules;

/// <summary>Which files the windows of schedules took, by keyed digests.</summary>
public sealed class WindowEntries(IDbContextFactory<CatalogContext> contexts)
{
    private const int AtOnce = 1000;

    /// <summary>The versions of all files that published windows took: the cursor.</summary>
    public async Task<IReadOnlySet<string>> KnownAsync(string schedule, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.WindowEntries
            .Where(e => e.Schedule == schedule && context.Windows.Any(
                w => w.Schedule == schedule && w.StartMs == e.StartMs && w.State == WindowState.Published))
            .Select(e => e.Version)
            .ToHashSetAsync(StringComparer.Ordinal, cancel);
    }

    /// <summary>What a window took: versions by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(WindowKey window, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.WindowEntries.Where(e => e.Schedule == window.Schedule && e.StartMs == window.StartMs)
            .ToDictionaryAsync(e => e.Name, e => e.Version, StringComparer.Ordinal, cancel);
    }

    /// <summary>Makes the versions by name all that a window took.</summary>
    public Task WriteAsync(WindowKey window, IReadOnlyDictionary<string, string> versions, CancellationToken cancel) =>
        contexts.InTransactionAsync(
            async context =>
            {
                await DeleteAsync(context, window, cancel);
                foreach (var some in versions.Chunk(AtOnce))
                {
                    context.WindowEntries.AddRange(some.Select(one => new WindowEntryRecord
                    {
                        Schedule = window.Schedule,
                        StartMs = window.StartMs,
                        Name = one.Key,
                        Version = one.Value,
                    }));
                    await context.SaveChangesAsync(cancel);
                    context.ChangeTracker.Clear();
                }

                return true;
            },
            cancel);

    /// <summary>Forgets what a window took that published nothing.</summary>
    public async Task DropAsync(WindowKey window, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await DeleteAsync(context, window, cancel);
    }

    private static Task<int> DeleteAsync(CatalogContext context, WindowKey window, CancellationToken cancel) => context.WindowEntries
        .Where(e => e.Schedule == window.Schedule && e.StartMs == window.StartMs).ExecuteDeleteAsync(cancel);
}

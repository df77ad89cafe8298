using Microsoft.EntityFrameworkCore;

namespace Mm.Data.Catalog;

/// <summary>How many samples of a pipeline lie in quarantine for a reason, and how many of them are to be tried again.</summary>
public sealed record QuarantineGroup(string Pipeline, string Reason, int Samples, int PutBack);

/// <summary>A place in the list of what lies in quarantine.</summary>
public sealed record QuarantinePlace(string Pipeline, string SampleId);

/// <summary>Lists of what lies in quarantine, a page at a time, by pipeline and id.</summary>
public sealed class QuarantineQueries(IDbContextFactory<CatalogContext> contexts)
{
    /// <summary>Counts by pipeline and reason, in that order.</summary>
    public async Task<IReadOnlyList<QuarantineGroup>> GroupsAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Quarantine.AsNoTracking()
            .GroupBy(q => new { q.Pipeline, q.Reason })
            .OrderBy(group => group.Key.Pipeline).ThenBy(group => group.Key.Reason)
            .Select(group => new QuarantineGroup(
                group.Key.Pipeline, group.Key.Reason, group.Count(), group.Sum(q => q.IsPutBack ? 1 : 0)))
            .ToListAsync(cancel);
    }

    /// <summary>Records by pipeline and id.</summary>
    /// <param name="pipeline">Of this one; null: of all.</param>
    /// <param name="reasons">With one of these; none: with any.</param>
    /// <param name="place">Where the page begins; null: at the first.</param>
    /// <param name="isBackwards">The page ends before the place, instead of beginning behind it.</param>
    /// <param name="most">Records on it at most.</param>
    /// <param name="cancel">Ends the asking.</param>
    public async Task<Keyset<QuarantineRecord>> PageAsync(
        string? pipeline, IReadOnlyList<string> reasons, QuarantinePlace? place, bool isBackwards, int most, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var records = context.Quarantine.AsNoTracking();
        if (pipeline is not null)
            records = records.Where(q => q.Pipeline == pipeline);
        if (reasons.Count > 0)
            records = records.Where(q => reasons.Contains(q.Reason));
        if (place is { Pipeline: var name, SampleId: var id })
        {
            records = isBackwards
                ? records.Where(q => string.Compare(q.Pipeline, name) < 0 || (q.Pipeline == name && string.Compare(q.SampleId, id) < 0))
                : records.Where(q => string.Compare(q.Pipeline, name) > 0 || (q.Pipeline == name && string.Compare(q.SampleId, id) > 0));
        }

        records = isBackwards
            ? records.OrderByDescending(q => q.Pipeline).ThenByDescending(q => q.SampleId)
            : records.OrderBy(q => q.Pipeline).ThenBy(q => q.SampleId);
        return RunQueries.Cut(await records.Take(most + 1).ToListAsync(cancel), place is not null, isBackwards, most);
    }
}

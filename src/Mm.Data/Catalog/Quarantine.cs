using Microsoft.EntityFrameworkCore;
using Mm.Data.Pipeline;

namespace Mm.Data.Catalog;

/// <summary>The samples in quarantine, by pipeline, until a run finds them well.</summary>
public sealed class Quarantine(IDbContextFactory<CatalogContext> contexts)
{
    private const int IdsAtOnce = 500; // parameters of one statement are limited

    /// <summary>What the choice asks for, by pipeline and id.</summary>
    public async Task<IReadOnlyList<QuarantineRecord>> ListAsync(QuarantineChoice choice, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var records = context.Quarantine.AsNoTracking();
        if (choice.Pipeline is { } pipeline)
            records = records.Where(record => record.Pipeline == pipeline);
        var found = await records.OrderBy(record => record.Pipeline).ThenBy(record => record.SampleId).ToListAsync(cancel);
        return [.. found.Where(choice.Takes)];
    }

    /// <summary>Puts records back: the next run of their pipeline tries their samples again.</summary>
    /// <returns>How many were not put back before.</returns>
    public async Task<int> PutBackAsync(IEnumerable<QuarantineRecord> records, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var count = 0;
        foreach (var pipeline in records.GroupBy(record => record.Pipeline))
        {
            foreach (var ids in pipeline.Select(record => record.SampleId).Chunk(IdsAtOnce))
            {
                count += await context.Quarantine
                    .Where(record => record.Pipeline == pipeline.Key && ids.Contains(record.SampleId) && !record.IsPutBack)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(record => record.IsPutBack, true).SetProperty(record => record.Retries, r => r.Retries + 1),
                        cancel);
            }
        }

        return count;
    }

    /// <summary>
    /// Makes the records of a pipeline's samples what a run has found. Told twice, it says the same.
    /// </summary>
    /// <param name="pipeline">Its name.</param>
    /// <param name="isOfRun">Whether a sample took part in the run: of others nothing is changed.</param>
    /// <param name="found">The run's samples in quarantine.</param>
    /// <param name="cancel">Ends the asking.</param>
    public async Task RecordAsync(
        string pipeline, Func<string, bool> isOfRun, IReadOnlyList<QuarantineRecord> found, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var there = await context.Quarantine.Where(record => record.Pipeline == pipeline)
            .ToDictionaryAsync(record => record.SampleId, StringComparer.Ordinal, cancel);
        foreach (var record in found)
        {
            if (!there.Remove(record.SampleId, out var known))
            {
                context.Quarantine.Add(record);
                continue;
            }

            (known.Phase, known.Stage, known.Reason) = (record.Phase, record.Stage, record.Reason);
            (known.AssetSha256, known.RunKey, known.IsPutBack) = (record.AssetSha256, record.RunKey, false);
        }

        context.Quarantine.RemoveRange(there.Values.Where(record => isOfRun(record.SampleId)));
        await context.SaveChangesAsync(cancel);
    }
}

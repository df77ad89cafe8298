using Mm.Data.Catalog;

namespace Mm.Data.Web.Read;

/// <summary>What lies in quarantine, for pages. The counts are over all of it, so they are made at most once a second.</summary>
public sealed class QuarantineList(RunCatalog catalog, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly AnswerCache<int, IReadOnlyList<QuarantineGroup>> _groups = new(2, clock);
    private int _changes;

    public Task<IReadOnlyList<QuarantineGroup>> GroupsAsync(CancellationToken cancel) =>
        _groups.GetAsync(_changes, Lifetime, () => catalog.QuarantineQueries.GroupsAsync(CancellationToken.None), cancel);

    /// <summary>Puts back what a pipeline has in quarantine for a reason: its next run tries those samples again.</summary>
    public async Task PutBackAsync(string pipeline, string reason, CancellationToken cancel)
    {
        var records = await catalog.Quarantine.ListAsync(new QuarantineChoice(pipeline, [], [reason]), cancel);
        await catalog.Quarantine.PutBackAsync(records, cancel);
        Interlocked.Increment(ref _changes); // whoever did it sees it at once
    }
}

using Mm.Data.Catalog;

namespace Mm.Data.Web.Read;

/// <summary>A run with what its shards tell.</summary>
public sealed record ListedRun(RunRecord Run, RunSummary Summary);

/// <summary>
/// Runs for lists and pages. What the shards of a run tell is summed up once when it has ended, and at most once a second while it is in
/// work, however many look.
/// </summary>
public sealed class RunList(RunCatalog catalog, TimeProvider clock)
{
    private const int SummariesMax = 4096;
    private static readonly TimeSpan WhileRunning = TimeSpan.FromSeconds(1);

    private readonly AnswerCache<(string Key, int Epoch, long? EndedMs), RunSummary> _summaries = new(SummariesMax, clock);

    /// <inheritdoc cref="RunQueries.PageAsync"/>
    public async Task<Keyset<ListedRun>> PageAsync(
        RunFilter filter, RunPlace? place, bool isBackwards, int most, CancellationToken cancel)
    {
        var page = await catalog.Queries.PageAsync(filter, place, isBackwards, most, cancel);
        var summaries = await Task.WhenAll(page.Items.Select(run => SummaryAsync(run, cancel)));
        return new Keyset<ListedRun>([.. page.Items.Zip(summaries, (run, sum) => new ListedRun(run, sum))], page.HasEarlier, page.HasLater);
    }

    /// <summary>One run by its key; null where the catalog has none.</summary>
    public async Task<ListedRun?> FindAsync(string key, CancellationToken cancel) =>
        await catalog.RunAsync(key, cancel) is { } run ? new ListedRun(run, await SummaryAsync(run, cancel)) : null;

    private Task<RunSummary> SummaryAsync(RunRecord run, CancellationToken cancel) => _summaries.GetAsync(
        (run.Key, run.Epoch, run.EndedMs),
        run.State is RunState.Running ? WhileRunning : null,
        async () => RunSummary.Of(await catalog.ShardsAsync(run.Key, CancellationToken.None)),
        cancel);
}

using Hangfire;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Run;

/// <summary>Checks the finished release, makes it visible by one rename, and ends the run.</summary>
[Queue("publish")]
[JobRetry]
public sealed class PublishJob(ActiveRuns runs, RunCatalog catalog, ShardRunner shards)
{
    public async Task RunAsync(string runKey, CancellationToken cancel)
    {
        if (runs.Find(runKey) is not { } run || run.Stop.IsCancellationRequested)
            return;
        await shards.RunAsync(
            new ShardKey(runKey, RunPhase.Publish, 0), (lease, stop) => PublishAsync(run, lease, stop), cancel);
    }

    private async Task<ShardEnd> PublishAsync(ActiveRun run, ShardLease lease, CancellationToken cancel)
    {
        var draft = Draft(run, run.Workspace.TakeStaging(lease.Token));
        await run.Bookkeeping.TimeAsync(QuarantineNotes.TakeAsync(run, draft.StagingFolder, catalog, cancel));
        var result = await run.Bookkeeping.TimeAsync(Publisher.PublishAsync(draft, cancel));
        if (result.Status is PublishStatus.Refused)
        {
            await catalog.EndAsync(run.Key, RunState.Refused, Why(result), cancel);
            run.Done.TrySetResult(result);
            return ShardEnd.Done;
        }

        // The release is visible; what is left of the work can go, and if this process dies here it is swept by the next run.
        run.Workspace.Delete();
        await catalog.Leases.DoneAsync(lease, new PhaseTally(), cancel);
        await catalog.TryAdvanceAsync(run.Key, RunPhase.Publish, RunPhase.Done, [], cancel);
        await catalog.EndAsync(run.Key, RunState.Published, null, cancel);
        run.Done.TrySetResult(result);
        return ShardEnd.Done;
    }

    private static ReleaseDraft Draft(ActiveRun run, string staging) => new()
    {
        StagingFolder = staging,
        OutputFolder = run.Request.Output,
        Log = run.Log,
        Pipeline = run.Definition,
        InputDigest = run.Plan.Digest,
        RunKey = run.ReleaseKey,
        Entered = run.Plan.Samples.Count,
        RedactionKey = run.RedactionKey?.Id ?? "",
        Models = run.Measuring.Models,
        Census = run.Plan.Census.Ignored.ToDictionary(),
        Scores = RowBuilder.ScoresOf(run.Measuring),
        Replace = run.Request.Replace,
    };

    private static string Why(PublishResult result) => string.Join("; ", result.Manifest.Gates.Where(g => !g.Passed)
        .Select(g => $"gate {g.Name}: {g.Value}, at least {g.Min} asked").Concat(result.Findings.Select(f => f.ToString())));
}

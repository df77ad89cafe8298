using Hangfire;
using Mm.Data.Audit.Log;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Run.Evaluation;
using Mm.Data.Run.Workers;
using Mm.Data.Storage;

namespace Mm.Data.Run;

/// <summary>Checks the finished release, makes it visible in one step, and ends the run.</summary>
[Queue(RunOptions.PublishQueue)]
[JobRetry]
public sealed class PublishJob(
    RunFinder finder, RunCatalog catalog, ShardRunner shards, Stores stores, ReleaseEvaluator evaluator, RunWatch watch)
{
    public async Task RunAsync(string runKey, CancellationToken cancel)
    {
        await using var hold = await finder.FindAsync(runKey, cancel);
        if (hold?.Run is not { } run)
            return;
        PublishResult? result = null;
        var end = await shards.RunAsync(
            new ShardKey(runKey, RunPhase.Publish, 0),
            async (lease, stop) =>
            {
                result = await PublishAsync(run, lease, stop);
                return ShardEnd.Done;
            },
            cancel);
        if (end is ShardEnd.Done)
            await EndAsync(run, result, cancel);
    }

    private async Task<PublishResult> PublishAsync(ActiveRun run, ShardLease lease, CancellationToken cancel)
    {
        var draft = Draft(run, run.Workspace.TakeStaging(lease.Token), await run.OpenLogAsync(cancel)) with
        {
            OutputBlobs = stores.BlobsOf(run.Request.Output),
        };
        await run.Bookkeeping.TimeAsync(QuarantineNotes.TakeAsync(run, draft.StagingFolder, catalog, cancel));
        draft = await EvaluatedAsync(run, draft, cancel);
        var result = await run.Bookkeeping.TimeAsync(Publisher.PublishAsync(draft, cancel));
        if (result.Status is PublishStatus.Refused)
        {
            await RefusalFile.WriteAsync(run.Workspace, result, cancel);
            // Under the lease: where it cannot be written down, the shard is given back, and the next attempt refuses anew.
            await catalog.EndAsync(run.Key, RunState.Refused, Why(result), cancel);
            return result;
        }

        // The release is visible; what is left of the work can go, and if this process dies here it is swept by the next run.
        run.Workspace.Delete();
        await catalog.Leases.DoneAsync(lease, new PhaseTally(), cancel);
        return result;
    }

    // Where an earlier attempt has published, the folder is gone and there is nothing to hold back any more.
    private async Task<ReleaseDraft> EvaluatedAsync(ActiveRun run, ReleaseDraft draft, CancellationToken cancel)
    {
        if (run.Definition.Evaluate is not { } options || !Directory.Exists(draft.StagingFolder))
            return draft;
        var report = await evaluator.RunAsync(
            new EvaluationSubject(draft.StagingFolder, run.Definition, run.ReleaseKey, draft.Models, Model: null), options, cancel);
        return draft with { Gates = report.Gates, Evaluation = report.ToBytes() };
    }

    // Whoever published and failed or died here left the shard done and the run unended: the job that finds it so ends it.
    private async Task EndAsync(ActiveRun run, PublishResult? result, CancellationToken cancel)
    {
        if (result?.Status is not PublishStatus.Refused)
        {
            await catalog.TryAdvanceAsync(run.Key, RunPhase.Publish, RunPhase.Done, [], cancel);
            await catalog.EndAsync(run.Key, RunState.Published, null, cancel);
        }

        if (result is not null)
            run.Done.TrySetResult(result);
        else
            await watch.TellPublishedAsync(run, cancel);
    }

    private static ReleaseDraft Draft(ActiveRun run, string staging, LogStore log) => new()
    {
        StagingFolder = staging,
        OutputFolder = run.Request.Output,
        Log = log,
        Pipeline = run.Definition,
        InputDigest = run.Plan.Digest,
        RunKey = run.ReleaseKey,
        Entered = run.Plan.Samples.Count,
        RedactionKey = run.RedactionKey?.Id ?? "",
        Models = run.Measuring.Models,
        Census = run.Plan.Census.Ignored.ToDictionary(),
        Scores = RowBuilder.ScoresOf(run.Definition, run.Measuring),
        Replace = run.Request.Replace,
    };

    private static string Why(PublishResult result) => string.Join("; ", result.Manifest.Gates.Where(g => !g.Passed)
        .Select(g => $"gate {g.Name}: {g.Value}, {g.Asked}").Concat(result.Findings.Select(f => f.ToString())));
}

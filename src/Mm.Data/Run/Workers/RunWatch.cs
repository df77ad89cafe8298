using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Storage;

namespace Mm.Data.Run.Workers;

/// <summary>
/// Looks after what other processes did to the runs in work here: tells those who wait for a run of ours that it has ended elsewhere, and
/// leaves the runs of others when they end.
/// </summary>
public sealed class RunWatch(ActiveRuns runs, RunFinder finder, RunCatalog catalog, Stores stores)
{
    public async Task LookAsync(CancellationToken cancel)
    {
        var own = runs.All;
        var joined = finder.Joined;
        var keys = own.Select(run => run.Key).Concat(joined.Select(one => one.Run.Key)).ToArray();
        if (keys.Length == 0)
            return;
        var records = (await catalog.RunsAsync(keys, cancel)).ToDictionary(record => record.Key, StringComparer.Ordinal);
        foreach (var one in joined)
        {
            if (records.GetValueOrDefault(one.Run.Key) is not { State: RunState.Running } record || record.Epoch != one.Run.Epoch)
                await finder.RetireAsync(one);
        }

        // A run of epoch 0 is on its way into the catalog: what is there is an earlier process's.
        foreach (var run in own.Where(run => run.Epoch > 0 && !run.Done.Task.IsCompleted))
            await EndAsync(run, records.GetValueOrDefault(run.Key), cancel);
    }

    /// <summary>Tells those who wait for a run what was published, where the job that did it can tell them no more.</summary>
    internal async Task TellPublishedAsync(ActiveRun run, CancellationToken cancel)
    {
        var output = ReleaseOutput.At(run.Request.Output, stores.BlobsOf(run.Request.Output));
        if (await output.ExistingAsync(cancel) is { } manifest)
        {
            run.Done.TrySetResult(new PublishResult(PublishStatus.Published, manifest, []));
            return;
        }

        await run.FailAsync(new EnvironmentException(
            $"A worker has published the release, but it is not at {run.Request.Output} here. Do all machines share that folder?"));
    }

    private async Task EndAsync(ActiveRun run, RunRecord? record, CancellationToken cancel)
    {
        if (record is null || record.Epoch != run.Epoch)
        {
            await run.FailAsync(new EnvironmentException(
                $"Run {run.Key[..8]} was begun anew by another process, which goes on with it."));
            return;
        }

        switch (record.State)
        {
            case RunState.Failed:
                await run.FailAsync(new EnvironmentException(record.Error ?? "A worker failed."));
                break;
            case RunState.Refused when RefusalFile.Read(run.Workspace) is { } refused:
                run.Done.TrySetResult(refused);
                break;
            case RunState.Refused:
                await run.FailAsync(new EnvironmentException($"Nothing was published: {record.Error}"));
                break;
            case RunState.Published:
                await TellPublishedAsync(run, cancel);
                break;
            default:
                break;
        }
    }
}

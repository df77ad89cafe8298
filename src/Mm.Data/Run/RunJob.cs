using Hangfire;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>What the jobs of all phases share: find the run, skip what is done, tell the catalog, start the next phase.</summary>
public abstract class RunJob(ActiveRuns runs, RunCatalog catalog, IBackgroundJobClient jobs)
{
    protected RunCatalog Catalog => catalog;

    protected IBackgroundJobClient Jobs => jobs;

    /// <summary>Runs one shard unless its work is there already, then records it. Null when the run has stopped meanwhile.</summary>
    protected async Task<ActiveRun?> ShardAsync(
        string runKey, RunPhase phase, int index, ShardWork work, CancellationToken cancel)
    {
        if (runs.Find(runKey) is not { } run || run.Stop.IsCancellationRequested)
            return null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, run.Stop);
        try
        {
            await MakeOnceAsync(run, phase, index, work, either.Token);
            return run;
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            return null; // another shard's fault ended the run; its own message is the one to show
        }
    }

    private async Task MakeOnceAsync(ActiveRun run, RunPhase phase, int index, ShardWork work, CancellationToken cancel)
    {
        var (name, digest) = work.Identify(run);

        // From here a crash costs this shard alone: nothing of it counts before its marker, and the marker is written after its files.
        var books = run.Bookkeeping;
        var tally = await books.TimeAsync(run.Workspace.FindAsync(name, digest, cancel));
        if (tally is null)
        {
            await books.TimeAsync(catalog.AttemptAsync(run.Key, phase, index, cancel));
            var made = await work.MakeAsync(run, cancel);
            await books.TimeAsync(run.Workspace.MarkAsync(name, digest, made.Tally, made.Files, cancel));
            tally = made.Tally;
        }

        await books.TimeAsync(catalog.DoneAsync(run.Key, phase, index, tally, cancel));
    }

    /// <summary>A shard's name and the digest of all that decides its bytes, and the work itself.</summary>
    protected sealed record ShardWork(
        Func<ActiveRun, ShardIdentity> Identify, Func<ActiveRun, CancellationToken, Task<ShardMade>> MakeAsync);

    protected sealed record ShardIdentity(string Name, string Digest);

    /// <summary>The shard's verdicts, and its files as paths under the staging folder, durable already.</summary>
    protected sealed record ShardMade(PhaseTally Tally, IReadOnlyList<string> Files);
}

using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run.Workers;

namespace Mm.Data.Run;

/// <summary>What the jobs of all phases share: find the run, take the shard, skip what is done, commit, move the run on.</summary>
public abstract class RunJob(RunFinder finder, RunCatalog catalog, ShardRunner shards, PhaseSteps steps)
{
    /// <summary>Runs one shard unless its work is there already, records it, and starts the next phase after the last one.</summary>
    private protected async Task ShardAsync(string runKey, RunPhase phase, int index, ShardWork work, CancellationToken cancel)
    {
        await using var hold = await finder.FindAsync(runKey, cancel);
        if (hold?.Run is not { } run)
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, run.Stop);
        try
        {
            var key = new ShardKey(runKey, phase, index);
            var end = await shards.RunAsync(key, (lease, stop) => MakeOnceAsync(run, lease, work, stop), either.Token);
            if (end is ShardEnd.Done)
                await steps.MoveOnAsync(run, phase, either.Token);
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            // Another shard's fault ended the run; its own message is the one to show.
        }
    }

    private async Task<ShardEnd> MakeOnceAsync(ActiveRun run, ShardLease lease, ShardWork work, CancellationToken cancel)
    {
        var (name, digest) = work.Identify(run);
        var books = run.Bookkeeping;
        if (digest is not null && await books.TimeAsync(run.Workspace.FindAsync(name, digest, cancel)) is { } there)
            return Ended(await books.TimeAsync(catalog.Leases.AdoptAsync(lease, there, cancel)));

        // 1. Nothing of this attempt can be mistaken for another's, and no attempt before it can promote anything any more.
        var files = ShardFiles.Begin(run.Workspace, name, lease.Token);
        var tally = await work.MakeAsync(run, files, cancel);
        await books.TimeAsync(files.SealAsync(digest ?? "", tally, cancel));

        // 2. All is durable, nothing visible. Who sleeps from here on finds its files swept by whoever takes over.
        if (!await books.TimeAsync(shards.StillOursAsync(lease, cancel)))
            return ShardEnd.Elsewhere;
        files.Promote();

        // 3. A crash up to here costs nothing: the next attempt finds the marker.
        var committed = await books.TimeAsync(catalog.Leases.DoneAsync(lease, tally, cancel));
        if (committed)
            RunTelemetry.Committed(lease.Shard.Phase, tally);
        return Ended(committed);
    }

    private static ShardEnd Ended(bool committed) => committed ? ShardEnd.Done : ShardEnd.Elsewhere;

    /// <summary>A shard's name and the digest of all that decides its bytes, and the work itself, which leaves its files durable.</summary>
    private protected sealed record ShardWork(
        Func<ActiveRun, ShardIdentity> Identify, Func<ActiveRun, ShardFiles, CancellationToken, Task<PhaseTally>> MakeAsync);

    /// <param name="Name">Of its marker.</param>
    /// <param name="Digest">Null: what an earlier process made of it is not taken up.</param>
    private protected sealed record ShardIdentity(string Name, string? Digest);
}

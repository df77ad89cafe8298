using System.Collections.Concurrent;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>
/// Works on shards under leases, which it renews while the work goes on. Of all workers that have a shard in hand, because one was slow,
/// paused or cut off, one commits (ADR 0015).
/// </summary>
public sealed class ShardRunner(RunCatalog catalog, RunOptions options, WorkerIdentity worker, TimeProvider clock)
{
    /// <summary>Shards that a catalog at fault did not take back, and the name under which they are held.</summary>
    private readonly ConcurrentDictionary<ShardKey, string> _kept = [];
    private int _attempts;

    private ShardLeases Leases => catalog.Leases;

    private TimeSpan Length => TimeSpan.FromSeconds(options.LeaseSeconds);

    /// <summary>
    /// Runs <paramref name="work"/> if the shard can be had. It ends with a committed shard, or with <see cref="ShardEnd.Elsewhere"/>.
    /// </summary>
    /// <exception cref="EnvironmentException">The shard was begun as often as allowed, and no attempt ended.</exception>
    internal async Task<ShardEnd> RunAsync(
        ShardKey shard, Func<ShardLease, CancellationToken, Task<ShardEnd>> work, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        using var span = RunTelemetry.Shard(shard);
        var ending = ShardEnding.Failed;
        try
        {
            var end = await TakeAsync(shard, work, cancel);
            ending = end is ShardEnd.Done ? ShardEnding.Done : ShardEnding.Elsewhere;
            return end;
        }
        finally
        {
            RunTelemetry.Ended(shard, span, ending, clock.GetElapsedTime(began));
        }
    }

    /// <summary>Whether the lease still stands, for another full length: to be asked when all is durable and nothing is visible.</summary>
    internal Task<bool> StillOursAsync(ShardLease lease, CancellationToken cancel) => Leases.RenewAsync(lease, Length, cancel);

    private async Task<ShardEnd> TakeAsync(
        ShardKey shard, Func<ShardLease, CancellationToken, Task<ShardEnd>> work, CancellationToken cancel)
    {
        // A shard that could not be given back is taken again under the same name: nobody else may have it before its lease runs out.
        if (!_kept.TryGetValue(shard, out var holder))
            holder = $"{worker.Name} {Interlocked.Increment(ref _attempts)}";
        var answer = await Leases.TakeAsync(shard, holder, Length, options.ShardAttemptsMax, cancel);
        _kept.TryRemove(shard, out _);
        return answer.Outcome switch
        {
            LeaseOutcome.Taken => await HoldAsync(answer.Lease!, work, cancel),
            LeaseOutcome.Done => ShardEnd.Done,
            LeaseOutcome.Exhausted => throw new EnvironmentException(
                $"Shard {shard.Index} of {EnumCode.Of(shard.Phase)} was begun {options.ShardAttemptsMax} times and never ended: its " +
                "workers died or were cut off. Look at their logs and memory, then run the same command again."),
            _ => ShardEnd.Elsewhere,
        };
    }

    private async Task<ShardEnd> HoldAsync(
        ShardLease lease, Func<ShardLease, CancellationToken, Task<ShardEnd>> work, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var ended = new CancellationTokenSource();
        var renewing = LeaseRenewal.KeepAsync(
            token => Leases.RenewAsync(lease, Length, token), Length, stop, clock, ended.Token);
        try
        {
            return await work(lease, stop.Token);
        }
        catch (Exception e)
        {
            // Overtaken: the files were swept, or the renewal found out. What the other makes of the shard is what counts.
            if (!cancel.IsCancellationRequested && await IsLostAsync(lease))
                return ShardEnd.Elsewhere;
            await GiveBackAsync(lease, isFault: e is not OperationCanceledException);
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
        }
    }

    private async Task<bool> IsLostAsync(ShardLease lease)
    {
        try
        {
            return !await Leases.RenewAsync(lease, Length, CancellationToken.None);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            return false;
        }
    }

    private async Task GiveBackAsync(ShardLease lease, bool isFault)
    {
        try
        {
            await Leases.ReleaseAsync(lease, isFault, CancellationToken.None);
        }
        catch (Exception e) when (CatalogDatabase.IsFault(e))
        {
            // It runs out by itself, or the next attempt of this process takes it up.
            _kept[lease.Shard] = lease.Holder;
        }
    }
}

/// <summary>What came of a job's shard.</summary>
internal enum ShardEnd : byte
{
    /// <summary>The shard is done, by this job or before it.</summary>
    Done,

    /// <summary>Another worker has it.</summary>
    Elsewhere,
}

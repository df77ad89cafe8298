using Mm.Data.Catalog;
using Mm.Data.Run;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run.Workers;

/// <summary>
/// Workers that die or sleep with a shard in hand, beside one that lives. MMDATA_LEASE=30 takes the lease that everybody has.
/// </summary>
public sealed class RecoveryTests(LightRun light, PostgresServer server) : IDisposable
{
    /// <summary>By which a shard in dead hands has to be in others', by default.</summary>
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Promise(PromiseAttribute.Commit,
        "A killed worker's shard is taken over within 60 s of the default lease, and the release is that of a run undisturbed.")]
    [Fact]
    public async Task A_killed_workers_shard_goes_on_elsewhere_and_the_release_is_the_same()
    {
        var once = await light.FilesAsync();
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        var (dies, lives) = (await shared.AddWorkerAsync(), await shared.AddWorkerAsync());
        var run = shared.Start(light);
        var held = await shared.InHandsOfAsync(dies);
        await dies.SignalAsync("KILL");
        var died = TimeProvider.System.GetTimestamp();
        await dies.EndAsync();

        await shared.FindAsync(shard => Same(shard, held) && shard.Holder?.StartsWith(lives.Name, StringComparison.Ordinal) == true);
        var taken = TimeProvider.System.GetElapsedTime(died);

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Errors);
        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel));

        // What goes beyond the lease and the look for lost shards does not grow with the lease.
        var rest = taken - TimeSpan.FromSeconds(SharedRun.LeaseSeconds * 7.0 / 6);
        var byDefault = TimeSpan.FromSeconds(new RunOptions().LeaseSeconds * 7.0 / 6) + rest;
        var isDefault = SharedRun.LeaseSeconds == new RunOptions().LeaseSeconds;
        Figures.Record(typeof(RecoveryTests), $"taken over {taken.TotalSeconds:F1} s after the kill with a lease of {SharedRun.LeaseSeconds} s" +
            (isDefault
                ? $", the default (`MMDATA_LEASE={SharedRun.LeaseSeconds}`)"
                : $": {byDefault.TotalSeconds:F1} s with the default of {new RunOptions().LeaseSeconds} s, by that"));
        Assert.True(byDefault < Promised, $"{taken} with a lease of {SharedRun.LeaseSeconds} s, so {byDefault} with the default");
    }

    [Promise(PromiseAttribute.Commit, "A worker that slept beyond its lease and wakes up cannot write; the release is the same.")]
    [Fact]
    public async Task A_worker_that_slept_beyond_its_lease_and_wakes_up_changes_nothing()
    {
        var once = await light.FilesAsync();
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        var sleeps = await shared.AddWorkerAsync("--queues", "measure");
        var run = shared.Start(light);
        var held = await shared.InHandsOfAsync(sleeps);
        await sleeps.SignalAsync("STOP");
        var lives = await shared.AddWorkerAsync();
        var other = await shared.FindAsync(shard => Same(shard, held) && shard.Token > held.Token);
        await sleeps.SignalAsync("CONT");

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Errors);
        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel));
        var shards = await shared.Catalog.ShardsAsync(held.RunKey, Cancel);
        Assert.Equal(other.Holder, shards.Single(shard => Same(shard, held)).Holder);
        await sleeps.SignalAsync("TERM");
        Assert.Equal(0, (await sleeps.EndAsync()).ExitCode);
        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel));
        Assert.True(lives.IsAlive);
    }

    [Fact]
    public async Task A_worker_told_to_stop_gives_its_shard_back_without_the_cost_of_an_attempt()
    {
        var once = await light.FilesAsync();
        await using var shared = await SharedRun.OpenAsync(server, _folder);
        var stops = await shared.AddWorkerAsync("--config", "Run:DrainSeconds=0");
        var run = shared.Start(light);
        await shared.InHandsOfAsync(stops);
        await stops.SignalAsync("TERM");
        var stopped = await stops.EndAsync();
        Assert.True(stopped.ExitCode == 0, stopped.Output + stopped.Errors);
        await shared.AddWorkerAsync();

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Output + ended.Errors);
        Assert.Equal(once, await Trees.ListAsync(shared.Release, Cancel));
        var record = Assert.Single(await shared.Catalog.RunsAsync(2, Cancel));
        Assert.All(await shared.Catalog.ShardsAsync(record.Key, Cancel), shard => Assert.Equal(1, shard.Attempts));
    }

    public void Dispose() => _folder.Dispose();

    private static bool Same(ShardRecord shard, ShardRecord other) => shard.Phase == other.Phase && shard.Index == other.Index;
}

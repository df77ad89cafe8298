using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Catalog;

/// <summary>Shards that nobody works on, on both databases. A lease of no length is over as soon as it is given.</summary>
public sealed class ShardsDueTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly ShardKey Shard = new("key", RunPhase.Measure, 0);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_shard_that_waits_or_is_in_work_is_not_due_until_its_job_counts_as_lost(StateDatabase database)
    {
        var catalog = await CatalogAsync(database);
        Assert.Empty(await catalog.Due.TakeAsync(Never, Cancel));
        Assert.Equal([Shard], await catalog.Due.TakeAsync(TimeSpan.Zero, Cancel));
        await catalog.Leases.TakeAsync(Shard, "worker", Long, 5, Cancel);
        Assert.Empty(await catalog.Due.TakeAsync(TimeSpan.Zero, Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_shard_of_a_dead_worker_or_given_back_is_due_to_one_of_many_that_look(StateDatabase database)
    {
        var catalog = await CatalogAsync(database);
        var dead = (await catalog.Leases.TakeAsync(Shard, "dead", TimeSpan.FromMilliseconds(1), 5, Cancel)).Lease!;
        await Task.Delay(10, Cancel);
        Assert.Equal([Shard], await LookAsync(catalog));
        Assert.Empty(await LookAsync(catalog));

        await catalog.Leases.ReleaseAsync(dead, isFault: false, Cancel);
        Assert.Equal([Shard], await LookAsync(catalog));
        Assert.Empty(await LookAsync(catalog));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Nothing_is_due_of_a_run_that_has_ended(StateDatabase database)
    {
        var catalog = await CatalogAsync(database);
        await catalog.FailAsync("key", "why", Cancel);
        Assert.Empty(await catalog.Due.TakeAsync(TimeSpan.Zero, Cancel));
        Assert.Empty(await catalog.Due.StuckAsync(Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_run_whose_phase_is_done_is_stuck_until_somebody_moves_it_on(StateDatabase database)
    {
        var catalog = await CatalogAsync(database);
        Assert.Empty(await catalog.Due.StuckAsync(Cancel));
        var lease = (await catalog.Leases.TakeAsync(Shard, "worker", Long, 5, Cancel)).Lease!;
        await catalog.Leases.DoneAsync(lease, new PhaseTally(), Cancel);
        Assert.Equal([Shard], await catalog.Due.StuckAsync(Cancel));
        Assert.True(await catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, [0], Cancel));
        Assert.Empty(await catalog.Due.StuckAsync(Cancel));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<IEnumerable<ShardKey>> LookAsync(RunCatalog catalog) =>
        (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => catalog.Due.TakeAsync(Never, Cancel)))).SelectMany(found => found);

    private async Task<RunCatalog> CatalogAsync(StateDatabase database)
    {
        var catalog = await RunCatalog.OpenAsync(await server.NewAsync(database, _folder["state"]), TimeProvider.System, Cancel);
        await catalog.BeginAsync(new RunRecord { Key = "key", Pipeline = "p", RequestJson = "{}", Output = "/o" }, [3], Cancel);
        return catalog;
    }
}

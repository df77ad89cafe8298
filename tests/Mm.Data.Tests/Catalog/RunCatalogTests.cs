using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Catalog;

/// <summary>The same laws on both databases.</summary>
public sealed class RunCatalogTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_run_moves_on_only_when_every_shard_is_done(StateDatabase database)
    {
        var catalog = await BeginAsync(database, 2);
        await EndAsync(catalog, 0);
        Assert.False(await catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, [0], Cancel));
        Assert.DoesNotContain(await catalog.ShardsAsync("key", Cancel), shard => shard.Phase is RunPhase.Select);
        await EndAsync(catalog, 1);
        Assert.True(await catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, [7], Cancel));
        Assert.Equal(7, Assert.Single(await catalog.ShardsAsync("key", Cancel), shard => shard.Phase is RunPhase.Select).Samples);
    }

    [Promise(PromiseAttribute.Commit, "Of workers that finish together exactly one starts the next phase.")]
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Of_many_workers_that_finish_together_exactly_one_moves_the_run_on(StateDatabase database)
    {
        var catalog = await BeginAsync(database, 1);
        await EndAsync(catalog, 0);
        var moved = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, [0], Cancel), Cancel)));
        Assert.Equal(1, moved.Count(m => m));
        Assert.Single(await catalog.ShardsAsync("key", Cancel), shard => shard.Phase is RunPhase.Select);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_tally_survives_the_catalog(StateDatabase database)
    {
        var catalog = await BeginAsync(database, 1);
        var tally = new PhaseTally();
        tally.Add(new Verdict(Outcome.Failed, "decode", "decode.truncated"));
        await EndAsync(catalog, 0, tally);
        var shard = Assert.Single(await catalog.ShardsAsync("key", Cancel));
        Assert.Contains("failed/decode.truncated", shard.TallyJson, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_run_that_begins_anew_shuts_out_who_worked_on_it_before(StateDatabase database)
    {
        var catalog = await BeginAsync(database, 1);
        var before = await catalog.Leases.TakeAsync(Shard(0), "before", TimeSpan.FromMinutes(1), 5, Cancel);
        await catalog.BeginAsync(Run(), [1], Cancel);
        var after = await catalog.Leases.TakeAsync(Shard(0), "after", TimeSpan.FromMinutes(1), 5, Cancel);

        Assert.True(after.Lease!.Token > before.Lease!.Token);
        Assert.False(await catalog.Leases.DoneAsync(before.Lease, new PhaseTally(), Cancel));
        Assert.Equal(2, (await catalog.RunAsync("key", Cancel))!.Epoch);
    }

    public void Dispose() => _folder.Dispose();

    private static RunRecord Run() => new() { Key = "key", Pipeline = "p", RequestJson = "{}", Output = "/out" };

    private static ShardKey Shard(int index) => new("key", RunPhase.Measure, index);

    private static async Task EndAsync(RunCatalog catalog, int shard, PhaseTally? tally = null)
    {
        var answer = await catalog.Leases.TakeAsync(Shard(shard), "me", TimeSpan.FromMinutes(1), 5, Cancel);
        Assert.True(await catalog.Leases.DoneAsync(answer.Lease!, tally ?? new PhaseTally(), Cancel));
    }

    private async Task<RunCatalog> BeginAsync(StateDatabase database, int shards)
    {
        var catalog = await RunCatalog.OpenAsync(await server.NewAsync(database, _folder.Path), TimeProvider.System, Cancel);
        await catalog.BeginAsync(Run(), [.. Enumerable.Repeat(1, shards)], Cancel);
        return catalog;
    }
}

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
        await catalog.DoneAsync("key", RunPhase.Measure, 0, new PhaseTally(), Cancel);
        Assert.False(await catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, Cancel));
        await catalog.DoneAsync("key", RunPhase.Measure, 1, new PhaseTally(), Cancel);
        Assert.True(await catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, Cancel));
    }

    [Promise(PromiseAttribute.Commit, "Of workers that finish together exactly one starts the next phase.")]
    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Of_many_workers_that_finish_together_exactly_one_moves_the_run_on(StateDatabase database)
    {
        var catalog = await BeginAsync(database, 1);
        await catalog.DoneAsync("key", RunPhase.Measure, 0, new PhaseTally(), Cancel);
        var moved = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, Cancel), Cancel)));
        Assert.Equal(1, moved.Count(m => m));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_tally_survives_the_catalog(StateDatabase database)
    {
        var catalog = await BeginAsync(database, 1);
        var tally = new PhaseTally();
        tally.Add(new Verdict(Outcome.Failed, "decode", "decode.truncated"));
        await catalog.DoneAsync("key", RunPhase.Measure, 0, tally, Cancel);
        var shard = Assert.Single(await catalog.ShardsAsync("key", Cancel));
        Assert.Contains("failed/decode.truncated", shard.TallyJson, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<RunCatalog> BeginAsync(StateDatabase database, int shards)
    {
        var catalog = await RunCatalog.OpenAsync(await server.NewAsync(database, _folder.Path), TimeProvider.System, Cancel);
        await catalog.BeginAsync(new RunRecord { Key = "key", Pipeline = "p", RequestJson = "{}", Output = "/out" }, Cancel);
        await catalog.PlanAsync("key", RunPhase.Measure, [.. Enumerable.Repeat(1, shards)], Cancel);
        return catalog;
    }
}

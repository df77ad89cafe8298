using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Catalog;

public sealed class RunCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_moves_on_only_when_every_shard_is_done()
    {
        var catalog = await BeginAsync(2);
        await catalog.DoneAsync("key", RunPhase.Measure, 0, new PhaseTally(), Cancel);
        Assert.False(await catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, Cancel));
        await catalog.DoneAsync("key", RunPhase.Measure, 1, new PhaseTally(), Cancel);
        Assert.True(await catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, Cancel));
    }

    [Promise(PromiseAttribute.Commit, "Of workers that finish together exactly one starts the next phase.")]
    [Fact]
    public async Task Of_many_workers_that_finish_together_exactly_one_moves_the_run_on()
    {
        var catalog = await BeginAsync(1);
        await catalog.DoneAsync("key", RunPhase.Measure, 0, new PhaseTally(), Cancel);
        var moved = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => catalog.TryAdvanceAsync("key", RunPhase.Measure, RunPhase.Select, Cancel), Cancel)));
        Assert.Equal(1, moved.Count(m => m));
    }

    [Fact]
    public async Task A_tally_survives_the_catalog()
    {
        var catalog = await BeginAsync(1);
        var tally = new PhaseTally();
        tally.Add(new Verdict(Outcome.Failed, "decode", "decode.truncated"));
        await catalog.DoneAsync("key", RunPhase.Measure, 0, tally, Cancel);
        var shard = Assert.Single(await catalog.ShardsAsync("key", Cancel));
        Assert.Contains("failed/decode.truncated", shard.TallyJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_hold_a_catalog_is_an_environment_fault()
    {
        Directory.CreateDirectory(_folder["catalog.db"]);
        var fault = await Assert.ThrowsAsync<EnvironmentException>(() => RunCatalog.OpenAsync(_folder.Path, TimeProvider.System, Cancel));
        Assert.Contains("State:Folder", fault.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<RunCatalog> BeginAsync(int shards)
    {
        var catalog = await RunCatalog.OpenAsync(_folder.Path, TimeProvider.System, Cancel);
        await catalog.BeginAsync(new RunRecord { Key = "key", Pipeline = "p", RequestJson = "{}", Output = "/out" }, Cancel);
        await catalog.PlanAsync("key", RunPhase.Measure, [.. Enumerable.Repeat(1, shards)], Cancel);
        return catalog;
    }
}

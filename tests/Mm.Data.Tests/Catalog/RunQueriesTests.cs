using Mm.Data.Catalog;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Catalog;

public sealed class RunQueriesTests(PostgresServer server) : IDisposable
{
    private const int Runs = 23;
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Pages_hold_every_run_once_newest_first_and_lead_back(StateDatabase database)
    {
        var catalog = await FilledAsync(database);
        var all = (await catalog.RunsAsync(100, Cancel)).Select(run => run.Key).ToArray();
        var seen = new List<string>();
        var page = await catalog.Queries.PageAsync(new RunFilter(), null, false, 5, Cancel);
        for (; ; page = await catalog.Queries.PageAsync(new RunFilter(), PlaceOf(page.Items[^1]), false, 5, Cancel))
        {
            Assert.Equal(seen.Count > 0, page.HasEarlier);
            seen.AddRange(page.Items.Select(run => run.Key));
            if (!page.HasLater)
                break;
        }

        Assert.Equal(all, seen);
        var back = await catalog.Queries.PageAsync(new RunFilter(), PlaceOf(page.Items[0]), true, 5, Cancel);
        Assert.Equal(all[^(page.Items.Count + 5)..^page.Items.Count], back.Items.Select(run => run.Key));
        Assert.True(back is { HasEarlier: true, HasLater: true });
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Filters_choose_by_state_name_and_beginning_of_the_key(StateDatabase database)
    {
        var catalog = await FilledAsync(database);
        async Task<int> CountAsync(RunFilter filter) => (await catalog.Queries.PageAsync(filter, null, false, 100, Cancel)).Items.Count;
        Assert.Equal(Runs, await CountAsync(new RunFilter()));
        Assert.Equal(8, await CountAsync(new RunFilter(State: RunState.Failed)));
        Assert.Equal(12, await CountAsync(new RunFilter(Pipeline: "Web-Pairs")));
        Assert.Equal(12, await CountAsync(new RunFilter(Search: "b-PAIR")));
        Assert.Equal(1, await CountAsync(new RunFilter(Search: "run-07")));
        Assert.Equal(0, await CountAsync(new RunFilter(Search: "%")));
        Assert.Equal(["Web-Pairs", "speech"], (await catalog.Queries.PipelinesAsync(Cancel)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Shards_come_in_the_order_of_their_work_by_state(StateDatabase database)
    {
        var catalog = await FilledAsync(database);
        async Task<string> PageAsync(ShardStates which, ShardKey? place, bool isBackwards) => string.Join(
            ' ', (await catalog.Queries.ShardPageAsync("run-01", which, place, isBackwards, 3, Cancel)).Items.Select(shard => shard.Index));
        await catalog.Leases.TakeAsync(new ShardKey("run-01", RunPhase.Measure, 4), "h", TimeSpan.FromMinutes(1), 5, Cancel);
        Assert.Equal("0 1 2", await PageAsync(ShardStates.All, null, false));
        Assert.Equal("3 4 5", await PageAsync(ShardStates.All, new ShardKey("run-01", RunPhase.Measure, 2), false));
        Assert.Equal("1 2 3", await PageAsync(ShardStates.All, new ShardKey("run-01", RunPhase.Measure, 4), true));
        Assert.Equal("4", await PageAsync(ShardStates.InWork, null, false));
        Assert.Equal("0 1 2", await PageAsync(ShardStates.Waiting, null, false));
        Assert.Equal("", await PageAsync(ShardStates.TriedAgain, null, false));
    }

    private static RunPlace PlaceOf(RunRecord run) => new(run.StartedMs, run.Key);

    private async Task<RunCatalog> FilledAsync(StateDatabase database)
    {
        var clock = new SetClock();
        var catalog = await RunCatalog.OpenAsync(await server.NewAsync(database, _folder["state"]), clock, Cancel);
        for (var i = 0; i < Runs; i++)
        {
            var run = new RunRecord { Key = $"run-{i:00}", Pipeline = i % 2 == 0 ? "Web-Pairs" : "speech", RequestJson = "{}", Output = "o" };
            await catalog.BeginAsync(run, [1, 1, 1, 1, 1, 1], Cancel);
            await catalog.EndAsync(run.Key, i % 3 == 0 ? RunState.Failed : RunState.Published, null, Cancel);
            if (i % 4 == 0)
                clock.Now += TimeSpan.FromSeconds(1); // others begin in the same moment
        }

        return catalog;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Catalog;

/// <summary>Who may work on a shard and who may commit it, on both databases. A lease of no length is over as soon as it is given.</summary>
public sealed class ShardLeasesTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly ShardKey Shard = new("key", RunPhase.Measure, 0);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<StateDatabase> Databases => CatalogPlaces.Both;

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_shard_is_given_to_one_of_many_that_ask_at_once(StateDatabase database)
    {
        var leases = await LeasesAsync(database);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(worker => Task.Run(
            () => leases.TakeAsync(Shard, $"worker {worker}", Long, 5, Cancel), Cancel)));
        Assert.Equal(1, answers.Count(answer => answer.Outcome is LeaseOutcome.Taken));
        Assert.Equal(15, answers.Count(answer => answer.Outcome is LeaseOutcome.Held));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Who_slept_beyond_his_lease_and_was_overtaken_can_neither_renew_nor_commit(StateDatabase database)
    {
        var leases = await LeasesAsync(database);
        var slept = await TakeAsync(leases, "slept", TimeSpan.Zero);
        var awake = await TakeAsync(leases, "awake", Long);
        Assert.True(awake.Token > slept.Token);

        Assert.False(await leases.RenewAsync(slept, Long, Cancel));
        Assert.False(await leases.DoneAsync(slept, new PhaseTally(), Cancel));
        await leases.ReleaseAsync(slept, isFault: true, Cancel);
        Assert.True(await leases.RenewAsync(awake, Long, Cancel));
        Assert.True(await leases.DoneAsync(awake, new PhaseTally(), Cancel));
        Assert.False(await leases.DoneAsync(slept, new PhaseTally(), Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Who_slept_beyond_his_lease_unnoticed_goes_on(StateDatabase database)
    {
        var leases = await LeasesAsync(database);
        var slept = await TakeAsync(leases, "slept", TimeSpan.Zero);
        Assert.True(await leases.RenewAsync(slept, Long, Cancel));
        Assert.Equal(LeaseOutcome.Held, (await leases.TakeAsync(Shard, "other", Long, 5, Cancel)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_commit_told_twice_is_one_commit(StateDatabase database)
    {
        var leases = await LeasesAsync(database);
        var lease = await TakeAsync(leases, "me", Long);
        Assert.True(await leases.DoneAsync(lease, new PhaseTally(), Cancel));
        Assert.True(await leases.DoneAsync(lease, new PhaseTally(), Cancel));
        Assert.Equal(LeaseOutcome.Done, (await leases.TakeAsync(Shard, "other", Long, 5, Cancel)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_question_asked_twice_takes_the_shard_once_more_for_the_same_holder(StateDatabase database)
    {
        var leases = await LeasesAsync(database);
        var lost = await TakeAsync(leases, "me", Long);
        var heard = await TakeAsync(leases, "me", Long);
        Assert.False(await leases.DoneAsync(lost, new PhaseTally(), Cancel));
        Assert.True(await leases.DoneAsync(heard, new PhaseTally(), Cancel));
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_shard_that_is_begun_too_often_is_given_to_nobody_and_one_given_back_does_not_count(StateDatabase database)
    {
        var leases = await LeasesAsync(database);
        await leases.ReleaseAsync(await TakeAsync(leases, "drained", Long), isFault: false, Cancel);
        await TakeAsync(leases, "died", TimeSpan.Zero);
        await leases.ReleaseAsync(await TakeAsync(leases, "failed", Long), isFault: true, Cancel);
        Assert.Equal(LeaseOutcome.Exhausted, (await leases.TakeAsync(Shard, "third", Long, 2, Cancel)).Outcome);
        Assert.Equal(LeaseOutcome.Absent, (await leases.TakeAsync(Shard with { Index = 7 }, "third", Long, 2, Cancel)).Outcome);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<ShardLease> TakeAsync(ShardLeases leases, string holder, TimeSpan length)
    {
        var answer = await leases.TakeAsync(Shard, holder, length, 5, Cancel);
        Assert.Equal(LeaseOutcome.Taken, answer.Outcome);
        return answer.Lease!;
    }

    private async Task<ShardLeases> LeasesAsync(StateDatabase database)
    {
        var catalog = await RunCatalog.OpenAsync(await server.NewAsync(database, _folder.Path), TimeProvider.System, Cancel);
        await catalog.BeginAsync(new RunRecord { Key = "key", Pipeline = "p", RequestJson = "{}", Output = "/out" }, [1], Cancel);
        return catalog.Leases;
    }
}

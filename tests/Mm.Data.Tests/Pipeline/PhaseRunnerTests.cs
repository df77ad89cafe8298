using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class PhaseRunnerTests
{
    private static readonly PhaseRunner Runner = new(TimeProvider.System);

    [Fact]
    public async Task Every_sample_is_retired_once_whatever_the_stages_decide()
    {
        var retired = new List<Sample>();
        var odd = FakeStage.Deciding(s => s.Position % 2 == 1 ? new Verdict(Outcome.Dropped, "odd", "odd") : null);
        var third = FakeStage.Deciding(s => s.Position % 3 == 0 ? new Verdict(Outcome.Failed, "third", "third") : null);
        var entered = await Runner.RunAsync(Feed(60), [odd, third], retired.Add, TestContext.Current.CancellationToken);
        Assert.Equal(60, entered);
        Assert.Equal(Enumerable.Range(0, 60), retired.Select(s => s.Position).Order());
        Assert.Equal(30, retired.Count(s => s.Verdict.Outcome is Outcome.Dropped));
        Assert.Equal(10, retired.Count(s => s.Verdict.Outcome is Outcome.Failed));
        Assert.Equal(20, retired.Count(s => s.IsLive));
    }

    [Fact]
    public async Task A_decided_sample_meets_no_later_stage()
    {
        var seen = 0;
        var first = FakeStage.Deciding(s => s.Position < 5 ? new Verdict(Outcome.Dropped, "first", "first") : null);
        var second = new FakeStage((_, _) => Task.FromResult(Interlocked.Increment(ref seen)));
        await Runner.RunAsync(Feed(8), [first, second], _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(3, seen);
    }

    [Fact]
    public async Task A_fault_ends_the_shard_and_returns_every_lease()
    {
        using var budget = new ByteBudget(1024);
        var stage = new FakeStage((s, _) => s.Position == 7 ? throw new InvalidOperationException("boom") : Task.CompletedTask);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Runner.RunAsync(Feed(50, budget), [stage, stage], _ => { }, TestContext.Current.CancellationToken));
        Assert.Equal("boom", fault.Message);
        Assert.Equal(1024, budget.FreeKib);
    }

    [Fact]
    public async Task A_fault_of_the_source_is_the_one_reported()
    {
        static async IAsyncEnumerable<Sample> Broken()
        {
            yield return new Sample("a", 0);
            await Task.Yield();
            throw new EnvironmentException("disk gone");
        }

        var fault = await Assert.ThrowsAsync<EnvironmentException>(
            () => Runner.RunAsync(
                Broken(), [new FakeStage((_, _) => Task.CompletedTask)], _ => { }, TestContext.Current.CancellationToken));
        Assert.Equal("disk gone", fault.Message);
    }

    [Fact]
    public async Task A_byte_budget_smaller_than_a_batch_cannot_deadlock()
    {
        using var budget = new ByteBudget(3); // three samples of 1 KiB at once, batches of eight
        var needs = new StageNeeds(BatchMax: 8, Workers: 2, Linger: TimeSpan.FromMilliseconds(5));
        var stage = new FakeStage((_, _) => Task.CompletedTask, needs);
        var entered = await Runner.RunAsync(Feed(40, budget), [stage], _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(40, entered);
        Assert.Equal(3, budget.FreeKib);
        Assert.All(stage.Batches, size => Assert.InRange(size, 1, 3));
    }

    [Fact]
    public async Task A_stage_that_loses_a_sample_on_purpose_fails_the_shard()
    {
        var thief = new ThiefStage();
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Runner.RunAsync(Feed(5), [thief], _ => { }, TestContext.Current.CancellationToken));
        Assert.Contains("5 samples entered the shard but 4 were retired", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_is_decided_once()
    {
        var sample = new Sample("a", 0);
        sample.Decide(Outcome.Dropped, "one", "one");
        Assert.Throws<InvalidOperationException>(() => sample.Decide(Outcome.Kept, "two", "two"));
    }

    /// <summary>Takes the batch for what it is underneath and steals from it: what no stage may do.</summary>
    private sealed class ThiefStage : IStage
    {
        public StageNeeds Needs { get; } = new();

        public IReadOnlyList<FeatureColumn> Columns => [];

        public IReadOnlyList<ViewSpec> Views => [];

        public IReadOnlyList<ModelUse> Models => [];

        public ValueTask RunAsync(IReadOnlyList<Sample> batch, CancellationToken cancel)
        {
            if (batch[0].Position == 2)
                ((List<Sample>)batch).Clear();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private static async IAsyncEnumerable<Sample> Feed(int count, ByteBudget? budget = null)
    {
        for (var i = 0; i < count; i++)
        {
            var sample = new Sample($"s{i:D3}", i);
            if (budget is not null)
                sample.Own(await budget.RentAsync(1024, CancellationToken.None));
            await Task.Yield();
            yield return sample;
        }
    }
}

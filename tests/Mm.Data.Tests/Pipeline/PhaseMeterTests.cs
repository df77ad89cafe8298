using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class PhaseMeterTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task The_stage_that_works_longest_is_the_one_that_sets_the_pace()
    {
        var meter = await RunAsync(quickSeconds: 1, slowSeconds: 9, samples: 20);

        Assert.Equal("slow", meter.Limiting);
        Assert.Equal(["source", "quick", "slow"], meter.Loads.Select(load => load.Stage));
        Assert.InRange(meter.Loads[1].BusySeconds, 20, 100); // the slow stage's seconds may fall into it by chance, not as a rule
        Assert.InRange(meter.Loads[2].BusySeconds, 180, 200);
        Assert.All(meter.Loads, load => Assert.Equal(20, load.Samples));
    }

    [Fact]
    public async Task A_source_that_cannot_keep_up_is_named()
    {
        var meter = await RunAsync(quickSeconds: 0, slowSeconds: 0, samples: 10, sourceSeconds: 5);

        Assert.Equal(PhaseMeter.SourceName, meter.Limiting);
        Assert.Equal(50, meter.Loads[0].BusySeconds);
    }

    [Fact]
    public async Task Waiting_for_memory_is_no_work_of_the_source()
    {
        var stage = new FakeStage((_, _) => Pass(2));
        var meter = new PhaseMeter([("stage", stage.Needs)]);
        await new PhaseRunner(_clock, meter).RunAsync(Starved(), [stage], _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal("stage", meter.Limiting);
        Assert.InRange(meter.Loads[0].OutputWaitSeconds, 50, 70);
        Assert.InRange(meter.Loads[0].BusySeconds, 0, 25);

        async IAsyncEnumerable<Sample> Starved()
        {
            for (var i = 0; i < 10; i++)
            {
                await Task.Yield();
                _clock.Advance(TimeSpan.FromSeconds(5));
                meter.Source.WaitedForMemory(TimeSpan.FromSeconds(5));
                yield return new Sample($"{i}", i) { Encoded = new byte[1024] };
            }
        }
    }

    [Fact]
    public async Task Waiting_for_input_is_told_from_waiting_for_output()
    {
        // One sample at a time through links of two: while the slow stage works, those before it can only wait to hand on.
        var meter = await RunAsync(quickSeconds: 0, slowSeconds: 1, samples: 50);
        var (source, quick, slow) = (meter.Loads[0], meter.Loads[1], meter.Loads[2]);

        Assert.True(quick.OutputWaitSeconds > 30, $"the stage before waited {quick.OutputWaitSeconds} s of 50 for its output");
        Assert.True(source.OutputWaitSeconds > 30, $"the source waited {source.OutputWaitSeconds} s of 50 for its output");
        Assert.True(slow.InputWaitSeconds < 5, $"the slow stage waited {slow.InputWaitSeconds} s for its input");
    }

    [Fact]
    public async Task Queued_bytes_and_batch_fill_are_counted()
    {
        var meter = await RunAsync(quickSeconds: 0, slowSeconds: 1, samples: 20);

        Assert.Equal(1, meter.Loads[2].BatchFill);
        Assert.InRange(meter.Loads[2].QueueKibMax, 1, 4); // links hold two samples of 1 KiB, and one may be waiting to get in
    }

    [Fact]
    public void Nothing_limits_before_anything_ran() => Assert.Null(new PhaseMeter([("a", new StageNeeds())]).Limiting);

    private async Task<PhaseMeter> RunAsync(double quickSeconds, double slowSeconds, int samples, double sourceSeconds = 0)
    {
        var quick = new FakeStage((_, _) => Pass(quickSeconds));
        var slow = new FakeStage((_, _) => PassPatiently(slowSeconds));
        var meter = new PhaseMeter([("quick", quick.Needs), ("slow", slow.Needs)]);
        await new PhaseRunner(_clock, meter).RunAsync(
            Feed(samples, sourceSeconds), [quick, slow], _ => { }, TestContext.Current.CancellationToken);
        return meter;
    }

    private Task Pass(double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        return Task.CompletedTask;
    }

    /// <summary>Lets the others run up against it before its time passes, so that what they wait for is never luck.</summary>
    private async Task PassPatiently(double seconds)
    {
        for (var i = 0; seconds > 0 && i < 50; i++)
            await Task.Yield();
        await Pass(seconds);
    }

    private async IAsyncEnumerable<Sample> Feed(int count, double seconds)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            yield return new Sample($"{i}", i) { Encoded = new byte[1024] };
        }
    }
}

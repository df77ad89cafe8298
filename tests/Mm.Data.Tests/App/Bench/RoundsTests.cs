using Mm.Data.App.Bench;
using Xunit;

namespace Mm.Data.Tests.App.Bench;

public sealed class RoundsTests
{
    [Fact]
    public async Task Ratios_are_taken_round_by_round_so_that_a_slow_moment_falls_on_both()
    {
        var table = await Rounds.RunAsync(
            "t", "x", 3,
            [
                new("reference", Readings(new Reading(10, 1, 1), new(10, 4, 4), new(10, 1, 1), new(10, 2, 2))),
                new("twice as fast", Readings(new Reading(10, 1, 1), new(10, 2, 1), new(10, 0.5, 0.25), new(10, 1, 0.5))),
            ],
            TestContext.Current.CancellationToken);

        Assert.Equal(1, table.Rows[0].Ratio);
        Assert.Equal(2, table.Rows[1].Ratio);
        Assert.Equal(4, table.Rows[1].CpuRatio);
        Assert.Equal(5, table.Rows[0].Rate); // median of 2.5, 10, 5; the first round warms up
    }

    [Fact]
    public async Task No_CPU_measured_is_no_ratio_of_it()
    {
        var table = await Rounds.RunAsync(
            "t", "x", 1, [new("reference", Readings(new Reading(1, 1, 0), new(1, 1, 0)))], TestContext.Current.CancellationToken);
        Assert.Null(table.Rows[0].CpuRatio);
    }

    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    public void The_median_is_the_middle(double[] values, double median) => Assert.Equal(median, Rounds.Median(values));

    private static Func<CancellationToken, Task<Reading>> Readings(params Reading[] readings)
    {
        var next = 0;
        return _ => Task.FromResult(readings[next++]);
    }
}

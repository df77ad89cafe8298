using Mm.Data.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode;

public sealed class CpuClockTests
{
    private readonly ManualClock _time = new();
    private double _cpuSeconds = 7; // what the child took for others before
    private int _ends;

    [Fact]
    public void What_takes_more_of_the_core_than_it_may_is_ended()
    {
        using var clock = Started(2);

        Take(2);
        Assert.Equal(0, _ends);

        Take(0.1);
        Assert.Equal(1, _ends);
    }

    [Fact]
    public void A_large_picture_gets_the_time_that_it_was_granted()
    {
        using var clock = Started(2);
        clock.Grant(8);

        Take(8);
        Assert.Equal(0, _ends);

        Take(0.1);
        Assert.Equal(1, _ends);
    }

    [Fact]
    public void A_film_is_not_looked_at()
    {
        using var clock = Started(2);
        clock.Stop();

        Take(100);

        Assert.Equal(0, _ends);
    }

    private CpuClock Started(double secondsMax)
    {
        var clock = new CpuClock(() => _cpuSeconds, secondsMax, _time, () => _ends++);
        _time.Advance(CpuClock.Grace);
        return clock;
    }

    private void Take(double seconds)
    {
        _cpuSeconds += seconds;
        _time.Advance(TimeSpan.FromSeconds(0.25));
    }
}

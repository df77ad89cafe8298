using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Pipeline;

public sealed class LivedTimeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ManualClock _time = new();
    private int _ends;

    [Fact]
    public void It_ends_once_when_the_limit_is_over()
    {
        using var lived = new LivedTime(Limit, _time, () => _ends++);

        Live(Limit - (Limit / LivedTime.Looks));
        Assert.Equal(0, _ends);

        Live(Limit);
        Assert.Equal(1, _ends);
    }

    [Fact]
    public void A_night_in_which_the_process_was_stopped_counts_as_one_look()
    {
        using var lived = new LivedTime(Limit, _time, () => _ends++);
        Live(Limit / 2);

        _time.Advance(TimeSpan.FromHours(9));
        Assert.Equal(0, _ends);

        Live(Limit / 2);
        Assert.Equal(1, _ends);
    }

    [Fact]
    public void Another_limit_begins_anew()
    {
        using var lived = new LivedTime(Limit, _time, () => _ends++);
        Live(Limit / 2);
        lived.Restart(2 * Limit);

        Live(2 * Limit - (Limit / 10));
        Assert.Equal(0, _ends);

        Live(Limit / 10);
        Assert.Equal(1, _ends);
    }

    private void Live(TimeSpan by)
    {
        for (var step = Limit / LivedTime.Looks; by > TimeSpan.Zero; by -= step)
            _time.Advance(step);
    }
}

namespace Mm.Data.Tests.Kit;

/// <summary>A wall clock that is set by hand, forwards and backwards. Timers are real.</summary>
internal sealed class WallClock(DateTimeOffset now) : TimeProvider
{
    private long _ticks = now.UtcTicks;

    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _ticks, value.UtcTicks);
    }

    public override DateTimeOffset GetUtcNow() => Now;
}

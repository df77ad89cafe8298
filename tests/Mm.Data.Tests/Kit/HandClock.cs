namespace Mm.Data.Tests.Kit;

/// <summary>A clock that stands until it is advanced; one tick is 100 ns. Safe for concurrent use. Its timers never fire.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

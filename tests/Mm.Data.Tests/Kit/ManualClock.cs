namespace Mm.Data.Tests.Kit;

/// <summary>A clock that stands until it is moved. Timers that come due fire on the mover's thread, once a move.</summary>
internal sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _ticks;

    /// <summary>Ends when a timer was set for the first time: who moves the clock before may be early for the thread that sets it.</summary>
    public Task Armed => _armed.Task;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_gate)
            _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var now = Interlocked.Add(ref _ticks, by.Ticks);
        ManualTimer[] due;
        lock (_gate)
            due = [.. _timers.Where(timer => timer.TakeDue(now))];
        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class ManualTimer(ManualClock clock, Action fire) : ITimer
    {
        private long _due = long.MaxValue;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Interlocked.Exchange(ref _due, dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : clock.GetTimestamp() + dueTime.Ticks);
            if (dueTime != Timeout.InfiniteTimeSpan)
                clock._armed.TrySetResult();
            return true;
        }

        public bool TakeDue(long now)
        {
            if (Interlocked.Read(ref _due) > now)
                return false;
            Interlocked.Exchange(ref _due, _period == Timeout.InfiniteTimeSpan ? long.MaxValue : now + _period.Ticks);
            return true;
        }

        public void Fire() => fire();

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

namespace Mm.Data.Pipeline;

/// <summary>
/// A limit of time that counts only while this process lives: who was stopped, suspended or moved to another machine meanwhile has used
/// none of it, so that what was asked of others is not called late for it. The limit is looked at twenty times in its length, and a stop,
/// however long, is one look.
/// </summary>
internal sealed class LivedTime : IDisposable
{
    internal const int Looks = 20;

    private readonly Action _end;
    private readonly ITimer _timer;
    private int _left;

    /// <param name="limit">How long.</param>
    /// <param name="time">The clock of the looks.</param>
    /// <param name="end">Called once, when it is over.</param>
    public LivedTime(TimeSpan limit, TimeProvider time, Action end)
    {
        _end = end;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Restart(limit);
    }

    /// <summary>Begins anew with another limit.</summary>
    public void Restart(TimeSpan limit)
    {
        Volatile.Write(ref _left, Looks);
        _timer.Change(limit / Looks, limit / Looks);
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (Interlocked.Decrement(ref _left) == 0)
            _end();
    }
}

namespace Mm.Data.Decode;

/// <summary>
/// Ends a child whose request about a picture takes too much CPU time. The wall clock alone would have to be generous, because machines
/// are busy; then every endless loop would cost that long. CPU time says the same on a busy machine.
/// </summary>
internal sealed class CpuClock : IDisposable
{
    /// <summary>Before it, nothing is looked at: nearly every request ends sooner, and is not worth reading what it took.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(0.25);

    private readonly Func<double> _cpuSeconds;
    private readonly Action _end;
    private readonly ITimer _timer;
    private double _before = double.NaN;
    private double _secondsMax;

    /// <param name="cpuSeconds">CPU seconds of the child so far, since it started.</param>
    /// <param name="secondsMax">CPU seconds that it may take from the end of the grace on.</param>
    /// <param name="time">The clock of the looks.</param>
    /// <param name="end">Ends the child; may be called more than once.</param>
    public CpuClock(Func<double> cpuSeconds, double secondsMax, TimeProvider time, Action end)
    {
        (_cpuSeconds, _secondsMax, _end) = (cpuSeconds, secondsMax, end);
        _timer = time.CreateTimer(_ => Look(), null, Grace, Period);
    }

    /// <summary>The request turned out to be about a large picture, which may take so many seconds.</summary>
    public void Grant(double secondsMax) => Volatile.Write(ref _secondsMax, secondsMax);

    /// <summary>The request turned out to be about a film, which has limits of its own.</summary>
    public void Stop() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = _cpuSeconds();
        var before = Interlocked.CompareExchange(ref _before, now, double.NaN);
        if (!double.IsNaN(before) && now - before > Volatile.Read(ref _secondsMax))
            _end();
    }
}

using System.Globalization;

namespace Mm.Data.App.Bench;

/// <summary>What some cores did in a stretch of time, in seconds summed over them: nothing; and what the watched processes used.</summary>
internal sealed record CoreTimes(double Idle, double Own);

/// <summary>
/// Watches cores and processes every few seconds, so that it can be told afterwards what they did between two moments: how long a core
/// had nothing to do tells whether the work on it waited for something, whatever else the machine was doing.
/// </summary>
internal sealed class CoreWatch : IAsyncDisposable
{
    private const double TicksPerSecond = 100; // USER_HZ
    private const int IdleField = 4;
    private const int WaitField = 5;
    // Looking through the processes costs hundredths of a second: what is watched must not feel it.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(3);

    private readonly List<(long Ms, double Idle, double Own)> _seen = [];
    private readonly HashSet<string> _cores;
    private readonly Func<double> _own;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <param name="cores">Numbers of the cores.</param>
    /// <param name="own">CPU seconds of the watched processes so far.</param>
    public CoreWatch(IEnumerable<int> cores, Func<double> own)
    {
        _cores = [.. cores.Select(core => string.Create(CultureInfo.InvariantCulture, $"cpu{core}"))];
        _own = own;
        _watching = WatchAsync();
    }

    /// <summary>Between two moments, Unix milliseconds; between two looks, time is taken to have gone evenly.</summary>
    public CoreTimes Between(long fromMs, long toMs)
    {
        var (first, last) = (At(fromMs), At(toMs));
        return new CoreTimes(last.Idle - first.Idle, last.Own - first.Own);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        _end.Dispose();
    }

    private CoreTimes At(long ms)
    {
        var after = _seen.FindIndex(seen => seen.Ms >= ms);
        if (after <= 0)
        {
            var (_, idle, own) = after < 0 ? _seen[^1] : _seen[0];
            return new CoreTimes(idle, own);
        }

        var (a, b) = (_seen[after - 1], _seen[after]);
        var part = (double)(ms - a.Ms) / (b.Ms - a.Ms);
        return new CoreTimes(a.Idle + (part * (b.Idle - a.Idle)), a.Own + (part * (b.Own - a.Own)));
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Step, TimeProvider.System);
        try
        {
            do
                _seen.Add((TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), Idle(), _own()));
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // That was all.
        }
    }

    private double Idle() => File.ReadLines("/proc/stat").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Where(fields => fields.Length > WaitField && _cores.Contains(fields[0]))
        .Sum(fields => Ticks(fields[IdleField]) + Ticks(fields[WaitField])) / TicksPerSecond;

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}

namespace Mm.Data.App.Bench;

/// <summary>A stretch of time in Unix milliseconds.</summary>
internal readonly record struct Turn(long FromMs, long ToMs);

/// <summary>Lets one of two workers sleep and work in turns, from when it is made until it is disposed; then the worker is awake.</summary>
internal sealed class WorkerTurns : IAsyncDisposable
{
    /// <summary>Long beside a shard, whose samples count where it ends, and well under the lease of what the sleeper holds.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private readonly WorkerProcess _sleeper;
    private readonly CancellationTokenSource _end = new();
    private readonly List<(Turn Turn, bool IsAsleep)> _turns = [];
    private readonly Task _turning;
    private bool _isDisposed;

    public WorkerTurns(WorkerProcess sleeper)
    {
        _sleeper = sleeper;
        _turning = TurnAsync();
    }

    /// <summary>One worker and both, whichever came first, one right after the other and wholly between two moments.</summary>
    public IEnumerable<(Turn One, Turn Two)> Within(long fromMs, long toMs)
    {
        (Turn Turn, bool IsAsleep)[] whole = [.. _turns.Where(turn => turn.Turn.FromMs >= fromMs && turn.Turn.ToMs <= toMs)];
        return whole.Chunk(2).Where(pair => pair.Length == 2)
            .Select(pair => pair[0].IsAsleep ? (pair[0].Turn, pair[1].Turn) : (pair[1].Turn, pair[0].Turn));
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _end.CancelAsync();
        await _turning;
        _end.Dispose();
    }

    private async Task TurnAsync()
    {
        using var timer = new PeriodicTimer(Length, TimeProvider.System);
        var isAsleep = false;
        try
        {
            for (var from = NowMs(); await timer.WaitForNextTickAsync(_end.Token); from = NowMs())
            {
                _turns.Add((new Turn(from, NowMs()), isAsleep));
                isAsleep = !isAsleep;
                await (isAsleep ? _sleeper.SleepAsync() : _sleeper.WakeAsync());
            }
        }
        catch (OperationCanceledException)
        {
            // That was all.
        }
        finally
        {
            await _sleeper.WakeAsync();
        }
    }

    private static long NowMs() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}

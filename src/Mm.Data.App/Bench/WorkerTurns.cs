namespace Mm.Data.App.Bench;

/// <summary>A stretch of time in which <paramref name="Awake"/> workers worked, the first ones.</summary>
internal sealed record Turn(WorkersLook From, WorkersLook To, int Awake)
{
    public double Seconds => (To.Ms - From.Ms) / 1000.0;

    /// <summary>Of the workers that were awake.</summary>
    public double CpuSeconds => Between(look => look.CpuSeconds);

    /// <summary>Of their cores.</summary>
    public double IdleSeconds => Between(look => look.IdleSeconds);

    public bool Holds(long ms) => ms >= From.Ms && ms < To.Ms;

    private double Between(Func<WorkersLook, IReadOnlyList<double>> of) => of(To).Take(Awake).Sum() - of(From).Take(Awake).Sum();
}

/// <summary>Lets the last of some workers sleep and work in turns, from when it is made until it is disposed; then it is awake.</summary>
internal sealed class WorkerTurns : IAsyncDisposable
{
    /// <summary>Long beside a shard, whose samples count where it ends, and well under the lease of what the sleeper holds.</summary>
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<int> _cores;
    private readonly IReadOnlyList<WorkerProcess> _workers;
    private readonly CancellationTokenSource _end = new();
    private readonly List<WorkersLook> _looks = [];
    private readonly Task _turning;

    /// <param name="cores">One for each worker.</param>
    /// <param name="workers">All awake.</param>
    public WorkerTurns(IReadOnlyList<int> cores, IReadOnlyList<WorkerProcess> workers)
    {
        (_cores, _workers) = (cores, workers);
        _turning = TurnAsync();
    }

    /// <summary>
    /// Once it is disposed: a turn of all but one and a turn of all, one right after the other, wholly between two moments.
    /// </summary>
    public IEnumerable<(Turn Fewer, Turn All)> Within(long fromMs, long toMs) =>
        _looks.Zip(_looks.Skip(1), (from, to) => (From: from, To: to))
            .Select((looks, i) => new Turn(looks.From, looks.To, _workers.Count - (i % 2)))
            .Where(turn => turn.From.Ms >= fromMs && turn.To.Ms <= toMs)
            .Chunk(2).Where(pair => pair.Length == 2)
            .Select(pair => pair[0].Awake < pair[1].Awake ? (pair[0], pair[1]) : (pair[1], pair[0]));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _turning;
        _end.Dispose();
    }

    private async Task TurnAsync()
    {
        using var timer = new PeriodicTimer(Length, TimeProvider.System);
        var sleeper = _workers[^1];
        try
        {
            for (var isAsleep = true; ; isAsleep = !isAsleep)
            {
                _looks.Add(WorkersLook.Now(_cores, _workers));
                await timer.WaitForNextTickAsync(_end.Token);
                await (isAsleep ? sleeper.SleepAsync() : sleeper.WakeAsync());
            }
        }
        catch (OperationCanceledException)
        {
            // That was all.
        }
        finally
        {
            await sleeper.WakeAsync();
        }
    }
}

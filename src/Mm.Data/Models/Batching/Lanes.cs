namespace Mm.Data.Models.Batching;

/// <summary>
/// The threads that run forward passes, for all models and jobs of the process; each belongs to a device. A lane that is free takes, in
/// this order: what a person waits for; the full batch that waits longest; a batch that is not full but lingered. After
/// <see cref="InteractiveMax"/> interactive batches in a row a bulk batch has its turn, so neither side starves. How long the queues get
/// is bounded by <see cref="WaitingMax"/> and by what callers hold while they wait.
/// </summary>
internal sealed class Lanes : IDisposable
{
    /// <summary>Interactive batches in a row while bulk waits.</summary>
    public const int InteractiveMax = 4;

    /// <summary>Bulk rows that may wait at once, over all models; who comes later waits to be queued.</summary>
    public const int WaitingMax = 8192;

    /// <summary>A batch that is not full goes before full ones when it waited this many times the linger.</summary>
    private const int OverdueLingers = 16;

    private readonly object _gate = new();
    private readonly SemaphoreSlim _room = new(WaitingMax, WaitingMax);
    private readonly List<LaneQueue> _queues = [];
    private readonly Thread[] _threads;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _linger;
    private readonly ITimer _timer;
    private long _sequence;
    private int _interactiveRun;
    private bool _closed;

    /// <param name="devices">The device of each lane.</param>
    /// <param name="linger">How long a batch that is not full waits.</param>
    /// <param name="clock">Tells how long a batch waited; no result depends on it.</param>
    public Lanes(IReadOnlyList<int> devices, TimeSpan linger, TimeProvider clock)
    {
        (_linger, _clock) = (linger, clock);
        _timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _threads = [.. devices.Select((device, i) => new Thread(() => Work(device)) { IsBackground = true, Name = $"lane-{i}" })];
        foreach (var thread in _threads)
            thread.Start();
    }

    public int Count => _threads.Length;

    public IReadOnlyList<ModelStatistics> Statistics
    {
        get
        {
            lock (_gate)
                return [.. _queues.Select(queue => queue.Statistics)];
        }
    }

    public LaneQueue Open(ModelStatistics identity, int batch, Action<int, IReadOnlyList<LaneJob>> run)
    {
        var queue = new LaneQueue(identity, batch, run);
        lock (_gate)
            _queues.Add(queue);
        return queue;
    }

    /// <summary>Queues a row and waits for its result.</summary>
    /// <exception cref="ObjectDisposedException">The models were let go meanwhile.</exception>
    public async Task<TResult> RunAsync<TRow, TResult>(LaneQueue queue, LaneJob<TRow, TResult> job)
    {
        if (job.Priority is JobPriority.Interactive)
            return await QueueAsync(queue, job);
        await _room.WaitAsync(job.Cancel);
        try
        {
            return await QueueAsync(queue, job);
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _queues.ForEach(queue => queue.Close(new ObjectDisposedException(nameof(Lanes))));
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
            thread.Join(); // a pass in progress ends by itself
        _timer.Dispose(); // the semaphore stays: who was just answered still gives its place back
    }

    private Task<TResult> QueueAsync<TRow, TResult>(LaneQueue queue, LaneJob<TRow, TResult> job)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            (job.Sequence, job.Since) = (_sequence++, _clock.GetTimestamp());
            queue.Add(job);
            Monitor.Pulse(_gate);
        }

        return job.Done;
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Work(int device)
    {
        while (Next() is { } next)
            next.Queue.Run(device, next.Jobs, _clock);
    }

    private NextBatch? Next()
    {
        lock (_gate)
        {
            while (!_closed)
            {
                if (Pick() is { } queue)
                {
                    var lingered = !queue.IsFull && queue.FirstInteractive is null;
                    var jobs = queue.Take(lingered);
                    if (queue.Count > 0)
                        Monitor.Pulse(_gate); // more than one batch may have come with one pulse
                    return new NextBatch(queue, jobs);
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    private LaneQueue? Pick()
    {
        var person = Oldest(queue => queue.FirstInteractive, _ => true);
        var bulk = PickBulk();
        if (person is not null && (bulk is null || _interactiveRun < InteractiveMax))
        {
            _interactiveRun++;
            return person;
        }

        _interactiveRun = 0;
        return bulk;
    }

    private LaneQueue? PickBulk()
    {
        var now = _clock.GetTimestamp();
        bool Waited(LaneQueue queue, int lingers) => _clock.GetElapsedTime(queue.FirstBulk!.Since, now) >= _linger * lingers;
        if ((Oldest(queue => queue.FirstBulk, queue => !queue.IsFull && Waited(queue, OverdueLingers))
                ?? Oldest(queue => queue.FirstBulk, queue => queue.IsFull)
                ?? Oldest(queue => queue.FirstBulk, queue => Waited(queue, 1))) is { } ready)
            return ready;
        if (Oldest(queue => queue.FirstBulk, _ => true) is { } next)
        {
            var left = _linger - _clock.GetElapsedTime(next.FirstBulk!.Since, now);
            _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return null;
    }

    private LaneQueue? Oldest(Func<LaneQueue, LaneJob?> head, Func<LaneQueue, bool> isReady)
    {
        LaneQueue? best = null;
        foreach (var queue in _queues)
        {
            if (head(queue) is { } first && (best is null || first.Sequence < head(best)!.Sequence) && isReady(queue))
                best = queue;
        }

        return best;
    }

    private sealed record NextBatch(LaneQueue Queue, List<LaneJob> Jobs);
}

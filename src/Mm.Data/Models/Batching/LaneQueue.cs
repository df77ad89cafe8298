namespace Mm.Data.Models.Batching;

/// <summary>
/// The jobs that wait for one graph at one fixed shape. <paramref name="run"/> takes the device of the lane and up to
/// <paramref name="batch"/> jobs, and completes or fails each. Everything but <see cref="Statistics"/> is called under the lock of its
/// <see cref="Lanes"/>.
/// </summary>
internal sealed class LaneQueue(ModelStatistics identity, int batch, Action<int, IReadOnlyList<LaneJob>> run)
{
    private readonly Queue<LaneJob> _interactive = new();
    private readonly Queue<LaneJob> _bulk = new();
    private readonly Lock _counting = new();
    private ModelStatistics _counts = identity with { Batch = batch };

    public int Batch => batch;

    public int Count => _interactive.Count + _bulk.Count;

    public LaneJob? FirstInteractive => _interactive.GetValueOrDefault();

    public LaneJob? First => FirstInteractive ?? _bulk.GetValueOrDefault();

    public LaneJob? FirstBulk => _bulk.GetValueOrDefault();

    public bool IsFull => Count >= batch;

    public ModelStatistics Statistics
    {
        get
        {
            lock (_counting)
                return _counts;
        }
    }

    public void Add(LaneJob job)
    {
        (job.Priority is JobPriority.Interactive ? _interactive : _bulk).Enqueue(job);
        lock (_counting)
            _counts = _counts with { DepthMax = Math.Max(_counts.DepthMax, Count) };
    }

    /// <summary>The next batch: who waits in person first, then bulk in order of arrival.</summary>
    public List<LaneJob> Take(bool lingered)
    {
        var jobs = new List<LaneJob>(Math.Min(batch, Count));
        while (jobs.Count < batch && (_interactive.TryDequeue(out var job) || _bulk.TryDequeue(out job)))
            jobs.Add(job);
        if (lingered)
        {
            lock (_counting)
                _counts = _counts with { LingerWaits = _counts.LingerWaits + 1 };
        }

        return jobs;
    }

    /// <summary>Runs a batch on the calling thread. Every job has ended when it returns.</summary>
    public void Run(int device, List<LaneJob> jobs, TimeProvider clock)
    {
        jobs.RemoveAll(IsCancelled);
        if (jobs.Count == 0)
            return;
        var began = clock.GetTimestamp();
        try
        {
            run(device, jobs);
        }
        catch (Exception e)
        {
            // A lane outlives whatever a graph throws; those who wait for the batch get it.
            jobs.ForEach(job => job.Fail(e));
        }

        lock (_counting)
        {
            _counts = _counts with
            {
                Batches = _counts.Batches + 1,
                Rows = _counts.Rows + jobs.Count,
                BusySeconds = _counts.BusySeconds + clock.GetElapsedTime(began).TotalSeconds,
            };
        }
    }

    private static bool IsCancelled(LaneJob job)
    {
        if (!job.Cancel.IsCancellationRequested)
            return false;
        job.Fail(new OperationCanceledException(job.Cancel));
        return true;
    }

    /// <summary>Says something about the graph that a reader of the report should know.</summary>
    public void Note(string note)
    {
        lock (_counting)
            _counts = _counts with { Note = note };
    }

    public void Close(Exception fault)
    {
        foreach (var job in _interactive.Concat(_bulk))
            job.Fail(fault);
        _interactive.Clear();
        _bulk.Clear();
    }
}

internal static class QueueHead
{
    public static LaneJob? GetValueOrDefault(this Queue<LaneJob> queue) => queue.TryPeek(out var job) ? job : null;
}

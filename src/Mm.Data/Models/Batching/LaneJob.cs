namespace Mm.Data.Models.Batching;

/// <summary>Who waits for a forward pass.</summary>
internal enum JobPriority : byte
{
    /// <summary>A run over many samples.</summary>
    Bulk,

    /// <summary>A person in front of a page or a command line: does not linger, and goes before bulk.</summary>
    Interactive,
}

/// <summary>One row's wait for its place in a batch.</summary>
internal abstract class LaneJob(JobPriority priority, CancellationToken cancel)
{
    public JobPriority Priority => priority;

    public CancellationToken Cancel => cancel;

    /// <summary>Order of arrival over all queues; set when queued.</summary>
    public long Sequence { get; set; }

    /// <summary>Timestamp of arrival; set when queued.</summary>
    public long Since { get; set; }

    /// <summary>Ends the wait with a fault or, for an <see cref="OperationCanceledException"/>, as cancelled. Nothing when it has
    /// ended.</summary>
    public abstract void Fail(Exception fault);
}

/// <summary>A job with the value that it waits for.</summary>
internal sealed class LaneJob<TRow, TResult>(TRow row, JobPriority priority, CancellationToken cancel) : LaneJob(priority, cancel)
{
    private readonly TaskCompletionSource<TResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TRow Row => row;

    public Task<TResult> Done => _done.Task;

    public void Complete(TResult result) => _done.TrySetResult(result);

    public override void Fail(Exception fault)
    {
        if (fault is OperationCanceledException cancelled)
            _done.TrySetCanceled(cancelled.CancellationToken);
        else
            _done.TrySetException(fault);
    }
}

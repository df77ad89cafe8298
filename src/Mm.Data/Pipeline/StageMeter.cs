namespace Mm.Data.Pipeline;

/// <summary>
/// Counts where the workers of one stage spend their time, over all shards of a run. Safe for concurrent use; a handful of additions a
/// batch.
/// </summary>
public sealed class StageMeter(string name, StageNeeds needs)
{
    private long _busyTicks;
    private long _inputTicks;
    private long _outputTicks;
    private long _batches;
    private long _samples;
    private long _queueBytes;
    private long _queueBytesMax;

    public string Name => name;

    /// <summary>What it counted so far.</summary>
    public StageLoad Load => new()
    {
        Stage = name,
        Samples = Interlocked.Read(ref _samples),
        BusySeconds = Seconds(ref _busyTicks),
        InputWaitSeconds = Seconds(ref _inputTicks),
        OutputWaitSeconds = Seconds(ref _outputTicks),
        BatchFill = Interlocked.Read(ref _samples) / (Math.Max(1.0, Interlocked.Read(ref _batches)) * needs.BatchMax),
        QueueKibMax = (Interlocked.Read(ref _queueBytesMax) + 1023) / 1024,
    };

    internal void Waited(TimeSpan forInput) => Interlocked.Add(ref _inputTicks, forInput.Ticks);

    internal void Ran(TimeSpan busy, int samples)
    {
        Interlocked.Add(ref _busyTicks, busy.Ticks);
        Interlocked.Add(ref _samples, samples);
        Interlocked.Increment(ref _batches);
    }

    internal void Passed(TimeSpan waitedForOutput) => Interlocked.Add(ref _outputTicks, waitedForOutput.Ticks);

    /// <summary>
    /// Part of the time that is told as busy went by waiting for memory. Memory is held by the stages after this one, so it is a wait for
    /// output.
    /// </summary>
    internal void WaitedForMemory(TimeSpan within)
    {
        Interlocked.Add(ref _busyTicks, -within.Ticks);
        Interlocked.Add(ref _outputTicks, within.Ticks);
    }

    internal void Queued(long bytes)
    {
        var now = Interlocked.Add(ref _queueBytes, bytes);
        var most = Interlocked.Read(ref _queueBytesMax);
        while (now > most)
        {
            var seen = Interlocked.CompareExchange(ref _queueBytesMax, now, most);
            if (seen == most)
                break;
            most = seen;
        }
    }

    internal void Taken(long bytes) => Interlocked.Add(ref _queueBytes, -bytes);

    private static double Seconds(ref long ticks) => TimeSpan.FromTicks(Interlocked.Read(ref ticks)).TotalSeconds;
}

using System.Threading.RateLimiting;

namespace Mm.Data.Pipeline;

/// <summary>
/// One budget of memory for everything in flight in the process: whoever feeds samples waits here, so memory is the back-pressure (law 6).
/// </summary>
public sealed class ByteBudget : IDisposable
{
    private readonly int _budgetKib;
    private readonly ConcurrencyLimiter _room;

    public ByteBudget(int budgetKib)
    {
        _budgetKib = budgetKib;
        _room = new(new()
        {
            PermitLimit = budgetKib,
            QueueLimit = int.MaxValue, // the queue is as long as there are feeders: one a shard in work
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>
    /// Takes all that a sample will need in one call; taking it piecemeal could leave two half-fed samples waiting for each other.
    /// More than the whole budget is cut to it: such a sample runs alone.
    /// </summary>
    public async ValueTask<IDisposable> RentAsync(long bytes, CancellationToken cancel)
    {
        var kib = (int)Math.Min(_budgetKib, (bytes + 1023) / 1024);
        return await _room.AcquireAsync(kib, cancel);
    }

    public long FreeKib => _room.GetStatistics()!.CurrentAvailablePermits;

    public void Dispose() => _room.Dispose();
}

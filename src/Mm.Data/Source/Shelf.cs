using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>
/// Keeps the last things that were taken apart in memory, and nothing on a disk: they are not redacted. Samples of one thing come one after
/// the other, and each would take it apart anew. Safe for concurrent use.
/// </summary>
/// <typeparam name="T">What came of a thing.</typeparam>
/// <param name="bytesOf">The memory that one takes.</param>
/// <param name="bytesMax">Of all but the one that was asked for last.</param>
/// <param name="keptMax">How many are kept at most.</param>
internal sealed class Shelf<T>(Func<T, long> bytesOf, long bytesMax, int keptMax)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Kept> _kept = new();

    /// <summary>From the shelf, if it still stands there; else <paramref name="open"/> takes it apart, once for all who ask.</summary>
    public async Task<T> TakeAsync(Sha256Digest digest, Func<Task<T>> open, CancellationToken cancel)
    {
        var kept = Find(digest, open);
        var value = await kept.Value.WaitAsync(cancel); // who waits may give up; the opening itself goes on for the others
        lock (_lock)
        {
            kept.Bytes = bytesOf(value);
            Trim();
        }

        return value;
    }

    private Kept Find(Sha256Digest digest, Func<Task<T>> open)
    {
        lock (_lock)
        {
            for (var node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Digest != digest)
                    continue;
                _kept.Remove(node);
                if (node.Value.Value.IsFaulted || node.Value.Value.IsCanceled)
                    break;
                _kept.AddFirst(node);
                return node.Value;
            }

            var opening = new Kept(digest, Task.Run(open));
            _kept.AddFirst(opening);
            return opening;
        }
    }

    private void Trim()
    {
        var (left, count) = (bytesMax, 0);
        for (var node = _kept.First; node is not null;)
        {
            var next = node.Next;
            left -= node.Value.Bytes;
            if (count++ > 0 && (left < 0 || count > keptMax))
                _kept.Remove(node);
            node = next;
        }
    }

    private sealed class Kept(Sha256Digest digest, Task<T> value)
    {
        public Sha256Digest Digest => digest;

        public Task<T> Value => value;

        /// <summary>0 until it is open.</summary>
        public long Bytes { get; set; }
    }
}

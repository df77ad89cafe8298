namespace Mm.Data.Web.Read;

/// <summary>
/// Answers that cost something, kept for a while: whoever asks while one is being made waits for that one. At most so many are kept, the
/// longest unused go first. A failed one is not kept.
/// </summary>
internal sealed class AnswerCache<TKey, TValue>(int most, TimeProvider clock)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Lock _lock = new();

    /// <param name="key">What is asked for.</param>
    /// <param name="lifetime">How long the answer holds; null: for ever.</param>
    /// <param name="make">Makes it. Not ended with a caller, since others may wait for it too.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public Task<TValue> GetAsync(TKey key, TimeSpan? lifetime, Func<Task<TValue>> make, CancellationToken cancel)
    {
        Entry entry;
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var node) && !IsOver(node.Value))
            {
                _byUse.Remove(node);
                _byUse.AddLast(node);
                return node.Value.Answer.Value.WaitAsync(cancel);
            }

            if (node is not null)
                _byUse.Remove(node);
            entry = new Entry(key, new Lazy<Task<TValue>>(make), clock.GetTimestamp(), lifetime);
            _entries[key] = _byUse.AddLast(entry);
            while (_entries.Count > most)
            {
                _entries.Remove(_byUse.First!.Value.Key);
                _byUse.RemoveFirst();
            }
        }

        return entry.Answer.Value.WaitAsync(cancel);
    }

    private bool IsOver(Entry entry) =>
        (entry.Answer.IsValueCreated && (entry.Answer.Value.IsFaulted || entry.Answer.Value.IsCanceled))
        || (entry.Lifetime is { } lifetime && clock.GetElapsedTime(entry.MadeAt) > lifetime);

    private sealed record Entry(TKey Key, Lazy<Task<TValue>> Answer, long MadeAt, TimeSpan? Lifetime);
}

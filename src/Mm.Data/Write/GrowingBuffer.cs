using System.Runtime.CompilerServices;

namespace Mm.Data.Write;

/// <summary>
/// Values of one row group after another in one array, handed out without a copy: the arrays of a row group are large objects, which
/// only a full collection frees, and made anew for every group they filled the memory of long runs.
/// </summary>
internal sealed class GrowingBuffer<T>
{
    private const int CountMin = 64;

    private T[] _items = [];

    public int Count { get; private set; }

    /// <summary>What was added since <see cref="Clear"/>; holds until the next call of any other member.</summary>
    public ReadOnlyMemory<T> Items => _items.AsMemory(0, Count);

    public void Add(T item) => Extend(1)[0] = item;

    /// <summary>Room for so many more, with what an earlier group left in it: the caller fills all of it.</summary>
    public Span<T> Extend(int count)
    {
        var length = checked(Count + count);
        if (length > _items.Length)
            Array.Resize(ref _items, Math.Max(CountMin, Math.Max(length, (int)Math.Min(2L * _items.Length, Array.MaxLength))));
        var room = _items.AsSpan(Count, count);
        Count = length;
        return room;
    }

    public void Clear()
    {
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            Array.Clear(_items, 0, Count); // the next group may be smaller and would keep this one's media alive
        Count = 0;
    }
}

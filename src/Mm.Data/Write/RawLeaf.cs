using System.Buffers;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>
/// A leaf column of a row group as the file holds it: the values that are there and the levels that place them, in pooled memory. The
/// library's own way to the same finds its method by reflection at every call, some thirty times a row group.
/// </summary>
internal sealed class RawLeaf<T> : IDisposable
    where T : struct
{
    private readonly int _count;
    private readonly IMemoryOwner<T> _values;
    private readonly IMemoryOwner<int>? _definitions;
    private readonly IMemoryOwner<int>? _repetitions;

    private RawLeaf(DataField field, int count)
    {
        _count = count;
        _values = MemoryPool<T>.Shared.Rent(count);
        _definitions = field.MaxDefinitionLevel > 0 ? MemoryPool<int>.Shared.Rent(count) : null;
        _repetitions = field.MaxRepetitionLevel > 0 ? MemoryPool<int>.Shared.Rent(count) : null;
    }

    /// <summary>Those that are not null, in order; behind them whatever the memory held before.</summary>
    public ReadOnlySpan<T> Values => _values.Memory.Span[.._count];

    /// <summary>One a value or null; empty where the column has no nulls.</summary>
    public ReadOnlySpan<int> Definitions => _definitions is null ? [] : _definitions.Memory.Span[.._count];

    /// <summary>As many; empty where the column has no lists.</summary>
    public ReadOnlySpan<int> Repetitions => _repetitions is null ? [] : _repetitions.Memory.Span[.._count];

    /// <exception cref="FormatException">The file's footer has no such column.</exception>
    public static async Task<RawLeaf<T>> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancel)
    {
        var chunk = ParquetFormat.Chunk(group, field);
        var leaf = new RawLeaf<T>(field, checked((int)chunk.NumValues));
        try
        {
            // Not conditionals with null: null would convert to empty memory, where none is meant.
            var definitions = default(Memory<int>?);
            var repetitions = default(Memory<int>?);
            if (leaf._definitions is not null)
                definitions = leaf._definitions.Memory[..leaf._count];
            if (leaf._repetitions is not null)
                repetitions = leaf._repetitions.Memory[..leaf._count];
            await group.ReadRawAsync(field, leaf._values.Memory[..leaf._count], definitions, repetitions, cancel);
            return leaf;
        }
        catch
        {
            leaf.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _values.Dispose();
        _definitions?.Dispose();
        _repetitions?.Dispose();
    }
}

using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>The values of one leaf column of a row group, with the levels that place them.</summary>
internal abstract class LeafBuffer(DataField field)
{
    public DataField Field { get; } = field;

    public abstract Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel);
}

/// <summary>
/// Levels after the Parquet format (Dremel): definition 0 is null, 1 an empty list, the field's highest a value; repetition 1 goes on
/// with a list. Strings are <c>ReadOnlyMemory&lt;char&gt;</c>, bytes <c>ReadOnlyMemory&lt;byte&gt;</c>, as Parquet.Net wants them.
/// </summary>
internal sealed class LeafBuffer<T>(DataField field) : LeafBuffer(field)
    where T : struct
{
    private readonly GrowingBuffer<T> _values = new();
    private readonly GrowingBuffer<int> _definitions = new();
    private readonly GrowingBuffer<int> _repetitions = new();

    public void Add(T? value)
    {
        _definitions.Add(value is null ? 0 : Field.MaxDefinitionLevel);
        if (value is { } present)
            _values.Add(present);
        else if (Field.MaxDefinitionLevel == 0)
            throw new InvalidOperationException($"Column {Field.Path} has no nulls.");
    }

    /// <summary>Adds one row of a list column.</summary>
    public void AddList(IReadOnlyCollection<T>? items)
    {
        if (items is null or { Count: 0 })
        {
            _definitions.Add(items is null ? 0 : 1);
            _repetitions.Add(0);
            return;
        }

        var values = _values.Extend(items.Count);
        var at = 0;
        foreach (var item in items)
            values[at++] = item;
        _definitions.Extend(items.Count).Fill(Field.MaxDefinitionLevel);
        _repetitions.Add(0);
        _repetitions.Extend(items.Count - 1).Fill(1);
    }

    /// <summary>Writes the column as the next of <paramref name="group"/> and empties the buffer.</summary>
    public override async Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel)
    {
        // Not a conditional with null: null would convert to an empty array and that to empty levels, where none are meant.
        var definitions = default(ReadOnlyMemory<int>?);
        var repetitions = default(ReadOnlyMemory<int>?);
        if (Field.MaxDefinitionLevel > 0)
            definitions = _definitions.Items;
        if (Field.MaxRepetitionLevel > 0)
            repetitions = _repetitions.Items;
        await group.WriteAllPartsAsync<T>(Field, _values.Items, definitions, repetitions, cancel);
        _values.Clear();
        _definitions.Clear();
        _repetitions.Clear();
    }
}

using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>A nullable <c>list&lt;struct&gt;</c>, one leaf a part of the struct; neither elements nor parts are null.</summary>
internal sealed class FeatureListCodec<TItem>(string name, Func<object[], TItem> join, StructPart<TItem>[] parts)
    : FeatureCodec(new ListField(name, new StructField(ListField.ElementName, [.. parts.Select(part => part.Field)])))
    where TItem : struct
{
    public override void Append(object? value)
    {
        foreach (var part in parts)
            part.Append((TItem[]?)value);
    }

    public override async Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel)
    {
        foreach (var part in parts)
            await part.FlushAsync(group, cancel);
    }

    public override async Task<object?[]> ReadAsync(ParquetRowGroupReader group, CancellationToken cancel)
    {
        var columns = new object[]?[parts.Length][];
        for (var part = 0; part < parts.Length; part++)
            columns[part] = await parts[part].ReadAsync(group, cancel);
        return [.. columns[0].Select((first, row) => first is null ? null : Join(columns, row, first.Length))];
    }

    private TItem[] Join(object[]?[][] columns, int row, int count)
    {
        var items = new TItem[count];
        for (var item = 0; item < count; item++)
            items[item] = join([.. columns.Select(column => column[row]![item])]);
        return items;
    }
}

/// <summary>One part of the struct in a list.</summary>
internal abstract class StructPart<TItem>(DataField field)
{
    public DataField Field { get; } = field;

    public abstract void Append(IReadOnlyCollection<TItem>? items);

    public abstract Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel);

    public abstract Task<object[]?[]> ReadAsync(ParquetRowGroupReader group, CancellationToken cancel);
}

internal sealed class StructPart<TItem, T>(DataField field, Func<TItem, T> take, Func<T, object> box) : StructPart<TItem>(field)
    where T : struct
{
    private readonly LeafBuffer<T> _leaf = new(field);

    public StructPart(string name, Func<TItem, T> take, Func<T, object>? box = null)
        : this(new DataField(name, typeof(T), false), take, box ?? (value => value))
    {
    }

    public override void Append(IReadOnlyCollection<TItem>? items) => _leaf.AddList(items is null ? null : [.. items.Select(take)]);

    public override Task FlushAsync(ParquetRowGroupWriter group, CancellationToken cancel) => _leaf.FlushAsync(group, cancel);

    public override Task<object[]?[]> ReadAsync(ParquetRowGroupReader group, CancellationToken cancel) =>
        LeafReader.ListsAsync(group, Field, box, cancel);
}

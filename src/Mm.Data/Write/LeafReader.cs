using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>Reads leaf columns back into rows. Values are copied out: the memory that they were read into is pooled.</summary>
internal static class LeafReader
{
    /// <summary>One entry a row; default where the row is null.</summary>
    public static async Task<TOut?[]> RowsAsync<T, TOut>(
        ParquetRowGroupReader group, DataField field, Func<T, TOut> copy, CancellationToken cancel)
        where T : struct
    {
        using var column = await RawLeaf<T>.ReadAsync(group, field, cancel);
        return Rows(column, field, checked((int)group.RowCount), copy);
    }

    /// <summary>One list a row; null where the row has none.</summary>
    public static async Task<TOut[]?[]> ListsAsync<T, TOut>(
        ParquetRowGroupReader group, DataField field, Func<T, TOut> copy, CancellationToken cancel)
        where T : struct
    {
        using var column = await RawLeaf<T>.ReadAsync(group, field, cancel);
        return Lists(column, field, copy);
    }

    private static TOut?[] Rows<T, TOut>(RawLeaf<T> column, DataField field, int count, Func<T, TOut> copy)
        where T : struct
    {
        var values = column.Values;
        var rows = new TOut?[count];
        if (field.MaxDefinitionLevel == 0)
        {
            for (var row = 0; row < count; row++)
                rows[row] = copy(values[row]);
            return rows;
        }

        var next = 0;
        var definitions = column.Definitions;
        for (var row = 0; row < count; row++)
        {
            if (definitions[row] == field.MaxDefinitionLevel)
                rows[row] = copy(values[next++]);
        }

        return rows;
    }

    private static TOut[]?[] Lists<T, TOut>(RawLeaf<T> column, DataField field, Func<T, TOut> copy)
        where T : struct
    {
        var values = column.Values;
        var definitions = column.Definitions;
        var repetitions = column.Repetitions;
        var rows = new List<TOut[]?>();
        for (int at = 0, next = 0; at < definitions.Length;)
        {
            var end = at + 1;
            while (end < repetitions.Length && repetitions[end] > 0)
                end++;
            var items = definitions[at] == field.MaxDefinitionLevel ? new TOut[end - at] : [];
            for (var item = 0; item < items.Length; item++)
                items[item] = copy(values[next++]);
            rows.Add(definitions[at] == 0 ? null : items);
            at = end;
        }

        return [.. rows];
    }
}

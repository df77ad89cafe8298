using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Mm.Data.Reader.Columns;

/// <summary>One column of a row group in memory; a row without a value is null.</summary>
internal abstract class Column
{
    public virtual string? Text(int row) => throw Other("text");

    public virtual ReadOnlyMemory<byte>? Bytes(int row) => throw Other("bytes");

    public virtual double? Number(int row) => throw Other("a number");

    public virtual ReadOnlyMemory<float>? Floats(int row) => throw Other("a list of floats");

    /// <summary>Reads the leaf <paramref name="field"/> of a group.</summary>
    public static async Task<Column> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancel)
    {
        using var data = await group.ReadRawColumnDataBaseAsync(field, cancel);
        var rows = checked((int)group.RowCount);
        return data switch
        {
            RawColumnData<ReadOnlyMemory<char>> texts => new TextColumn(texts, field, rows),
            RawColumnData<ReadOnlyMemory<byte>> bytes => new BytesColumn(bytes, field, rows),
            RawColumnData<float> floats => new FloatsColumn(floats, field, rows),
            RawColumnData<double> numbers => new NumberColumn<double>(numbers, field, rows),
            RawColumnData<long> wholes => new NumberColumn<long>(wholes, field, rows),
            RawColumnData<int> wholes => new NumberColumn<int>(wholes, field, rows),
            _ => throw new NotSupportedException($"A column of {field.ClrType.Name}."),
        };
    }

    /// <summary>Calls back for every row: place of its value among the values, or -1.</summary>
    protected static void EachRow<T>(RawColumnData<T> data, DataField field, int rows, Action<int, int> row)
        where T : struct
    {
        var levels = field.MaxDefinitionLevel == 0 ? default : data.DefinitionLevels;
        for (int at = 0, next = 0; at < rows; at++)
            row(at, levels.IsEmpty || levels[at] == field.MaxDefinitionLevel ? next++ : -1);
    }

    private static InvalidOperationException Other(string kind) => new($"The column does not hold {kind}.");
}

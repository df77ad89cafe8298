using Parquet.Data;
using Parquet.Schema;

namespace Mm.Data.Reader.Columns;

/// <summary>All values one behind the other in one array: one allocation a group, however many rows.</summary>
internal sealed class BytesColumn : Column
{
    private readonly byte[] _bytes;
    private readonly (int At, int Length)[] _rows;

    public BytesColumn(RawColumnData<ReadOnlyMemory<byte>> data, DataField field, int rows)
    {
        var length = 0;
        _rows = new (int, int)[rows];
        EachRow(data, field, rows, (row, value) =>
        {
            _rows[row] = value < 0 ? (-1, 0) : (length, data.Values[value].Length);
            length = checked(length + _rows[row].Length);
        });
        _bytes = GC.AllocateUninitializedArray<byte>(length);
        EachRow(data, field, rows, (row, value) =>
        {
            if (value >= 0)
                data.Values[value].Span.CopyTo(_bytes.AsSpan(_rows[row].At));
        });
    }

    public override ReadOnlyMemory<byte>? Bytes(int row)
    {
        var (at, length) = _rows[row];
        if (at < 0)
            return null; // not in a conditional: there it would become an empty memory
        return _bytes.AsMemory(at, length);
    }
}

using Parquet.Data;
using Parquet.Schema;

namespace Mm.Data.Reader.Columns;

internal sealed class TextColumn : Column
{
    private readonly string?[] _rows;

    public TextColumn(RawColumnData<ReadOnlyMemory<char>> data, DataField field, int rows)
    {
        _rows = new string?[rows];
        EachRow(data, field, rows, (row, value) => _rows[row] = value < 0 ? null : data.Values[value].ToString());
    }

    public override string? Text(int row) => _rows[row];
}

using Parquet.Data;
using Parquet.Schema;

namespace Mm.Data.Reader.Columns;

internal sealed class NumberColumn<T> : Column
    where T : struct, System.Numerics.INumber<T>
{
    private readonly double?[] _rows;

    public NumberColumn(RawColumnData<T> data, DataField field, int rows)
    {
        _rows = new double?[rows];
        EachRow(data, field, rows, (row, value) => _rows[row] = value < 0 ? null : double.CreateChecked(data.Values[value]));
    }

    public override double? Number(int row) => _rows[row];
}

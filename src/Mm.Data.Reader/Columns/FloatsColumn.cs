using Parquet.Data;
using Parquet.Schema;

namespace Mm.Data.Reader.Columns;

/// <summary>A list a row, its floats one behind the other.</summary>
internal sealed class FloatsColumn : Column
{
    private readonly float[] _values;
    private readonly (int At, int Length)[] _rows;

    public FloatsColumn(RawColumnData<float> data, DataField field, int rows)
    {
        _values = data.Values.ToArray();
        _rows = new (int, int)[rows];
        var levels = data.DefinitionLevels;
        var repeats = data.RepetitionLevels;
        var (row, value) = (-1, 0);
        for (var at = 0; at < levels.Length; at++)
        {
            if (repeats[at] == 0)
                _rows[++row] = levels[at] == 0 ? (-1, 0) : (value, 0);
            if (levels[at] < field.MaxDefinitionLevel)
                continue;
            _rows[row].Length++;
            value++;
        }
    }

    public override ReadOnlyMemory<float>? Floats(int row)
    {
        var (at, length) = _rows[row];
        if (at < 0)
            return null; // as in BytesColumn
        return _values.AsMemory(at, length);
    }
}

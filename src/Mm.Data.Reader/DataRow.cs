using Mm.Data.Reader.Columns;

namespace Mm.Data.Reader;

/// <summary>
/// One row of a release. Its values are read-only and stay valid as long as the row is held; they share memory with the other rows of
/// their row group, so keep rows only as long as they are needed.
/// </summary>
public sealed class DataRow
{
    private readonly GroupColumns _columns;
    private readonly int _row;
    private readonly Func<string> _token;

    internal DataRow(GroupColumns columns, int row, RowPlace place, Func<string> token) =>
        (_columns, _row, Place, _token) = (columns, row, place, token);

    /// <summary>Where the row stands: in the epoch, and in the release.</summary>
    public RowPlace Place { get; }

    /// <summary>Names the place behind this row: a sequence opened with it gives exactly the rest.</summary>
    public string Token => _token();

    /// <summary>The row's id, if that column is read.</summary>
    public string Id => Text("id")!;

    /// <summary>The rendered media: encoded bytes of <c>image</c>, <c>video</c> or <c>audio</c>, whichever the row has.</summary>
    public ReadOnlyMemory<byte>? Asset
    {
        get
        {
            foreach (var name in (ReadOnlySpan<string>)["image", "video", "audio"])
            {
                if (_columns.Has(name) && _columns[name].Bytes(_row) is { } bytes)
                    return bytes;
            }

            return null;
        }
    }

    /// <summary>A text column; null where the row has none.</summary>
    public string? Text(string column) => _columns[column].Text(_row);

    /// <summary>The bytes of a media column; null where the row has other media.</summary>
    public ReadOnlyMemory<byte>? Bytes(string column) => _columns[column].Bytes(_row);

    /// <summary>The file name of a media column, <c>id.extension</c>.</summary>
    public string? FileName(string column) => _columns[column + GroupColumns.PathSuffix].Text(_row);

    /// <summary>A number column: score, width, height, seconds.</summary>
    public double? Number(string column) => _columns[column].Number(_row);

    /// <summary>A list column such as <c>embedding</c>.</summary>
    public ReadOnlyMemory<float>? Floats(string column) => _columns[column].Floats(_row);
}

/// <summary>Position in the epoch's global order from 0, part file, and place in it from 0.</summary>
public sealed record RowPlace(long Position, string Path, long Row);

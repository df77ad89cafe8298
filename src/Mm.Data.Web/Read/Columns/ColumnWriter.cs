using System.Runtime.InteropServices;
using System.Text;

namespace Mm.Data.Web.Read.Columns;

/// <summary>
/// Writes the files of an index from the first sample to the last. Nothing is synced: an index that is cut short is made anew.
/// </summary>
internal sealed class ColumnWriter(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);

    public long Position => _file.Position;

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _file.Write(MemoryMarshal.AsBytes(values));

    public void WriteAt(long position, ReadOnlySpan<byte> bytes)
    {
        _file.Position = position;
        _file.Write(bytes);
    }

    public void SetLength(long bytes) => _file.SetLength(bytes);

    public void Dispose() => _file.Dispose();
}

/// <summary>Writes a <see cref="TextColumn"/>.</summary>
internal sealed class TextColumnWriter(string path) : IDisposable
{
    private readonly ColumnWriter _texts = new(path);
    private readonly ColumnWriter _places = new(path + TextColumn.PlacesSuffix);

    /// <returns>What was written, without the line feed.</returns>
    public ReadOnlySpan<byte> Add(string text)
    {
        _places.Write([_texts.Position]);
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings(" ").Replace('\n', ' ') + "\n");
        _texts.Write<byte>(bytes);
        return bytes.AsSpan(0, bytes.Length - 1);
    }

    public void Dispose()
    {
        _places.Write([_texts.Position]);
        _places.Dispose();
        _texts.Dispose();
    }
}

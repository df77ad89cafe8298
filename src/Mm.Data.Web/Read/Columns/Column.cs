using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Mm.Data.Web.Read.Columns;

/// <summary>A file of values of one size, one a sample. Read a stretch at a time: the system's page cache holds what is in use.</summary>
internal sealed class Column<T> : IDisposable
    where T : unmanaged
{
    private readonly SafeFileHandle _file;

    /// <exception cref="IOException">The file is missing.</exception>
    public Column(string path) => _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    public long Length => RandomAccess.GetLength(_file) / Marshal.SizeOf<T>();

    /// <summary>Fills <paramref name="into"/> with the values from <paramref name="from"/> on.</summary>
    /// <exception cref="EndOfStreamException">There are not so many.</exception>
    public void Read(long from, Span<T> into) => Files.ReadExactly(_file, MemoryMarshal.AsBytes(into), from * Marshal.SizeOf<T>());

    public T this[long index]
    {
        get
        {
            var value = default(T);
            Read(index, new Span<T>(ref value));
            return value;
        }
    }

    public void Dispose() => _file.Dispose();
}

using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Mm.Data.Web.Read.Columns;

/// <summary>
/// Texts as UTF-8, one a sample, each with a line feed behind it; and where each begins. A text holds no line feed of its own.
/// </summary>
internal sealed class TextColumn : IDisposable
{
    /// <summary>Suffix of the file with the places.</summary>
    public const string PlacesSuffix = ".at";

    private readonly SafeFileHandle _texts;

    /// <exception cref="IOException">A file is missing.</exception>
    public TextColumn(string path)
    {
        _texts = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Places = new Column<long>(path + PlacesSuffix);
    }

    /// <summary>Where each text begins, and behind the last one where the file ends.</summary>
    public Column<long> Places { get; }

    public string this[long index]
    {
        get
        {
            Span<long> places = stackalloc long[2];
            Places.Read(index, places);
            var bytes = new byte[places[1] - places[0] - 1];
            Files.ReadExactly(_texts, bytes, places[0]);
            return Encoding.UTF8.GetString(bytes);
        }
    }

    /// <summary>The bytes of the file from one place on.</summary>
    public void ReadBytes(long at, Span<byte> into) => Files.ReadExactly(_texts, into, at);

    public void Dispose()
    {
        _texts.Dispose();
        Places.Dispose();
    }
}

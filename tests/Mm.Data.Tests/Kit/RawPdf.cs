using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Mm.Data.Tests.Kit;

/// <summary>Writes PDFs object by object, so that they may be wrong. Object 1 is the catalog, and the first page's content is object 4.</summary>
internal sealed class RawPdf
{
    private const string Catalog = "<< /Type /Catalog /Pages 2 0 R >>";
    private const string Pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    private const string Page =
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>";

    private readonly SortedDictionary<int, byte[]> _objects = new()
    {
        [1] = Encoding.Latin1.GetBytes(Catalog),
        [2] = Encoding.Latin1.GetBytes(Pages),
        [3] = Encoding.Latin1.GetBytes(Page),
        [4] = Stream("", "BT /F1 12 Tf 60 700 Td (Words.) Tj ET"u8),
        [5] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"u8.ToArray(),
        [6] = Stream("/Type /XObject /Subtype /Form /BBox [0 0 1 1]", ""u8),
    };

    /// <summary>Stands in the trailer beside the usual.</summary>
    public string Trailer { get; init; } = "";

    public RawPdf With(int number, string body) => With(number, Encoding.Latin1.GetBytes(body));

    public RawPdf With(int number, byte[] body)
    {
        _objects[number] = body;
        return this;
    }

    /// <summary>A stream with its right length.</summary>
    public static byte[] Stream(string entries, ReadOnlySpan<byte> body) =>
    [
        .. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<< {entries} /Length {body.Length} >>\nstream\n")),
        .. body,
        .. "\nendstream"u8,
    ];

    /// <summary>So many zeros, packed so many times over.</summary>
    public static byte[] Bomb(int mib, int layers)
    {
        byte[]? packed = null;
        for (var layer = 0; layer < layers; layer++)
        {
            using var to = new MemoryStream();
            using (var zip = new ZLibStream(to, CompressionLevel.Optimal, leaveOpen: true))
            {
                if (packed is not null)
                    zip.Write(packed);
                for (var i = 0; packed is null && i < mib; i++)
                    zip.Write(new byte[1 << 20]);
            }

            packed = to.ToArray();
        }

        return packed!;
    }

    public byte[] Build()
    {
        using var to = new MemoryStream();
        to.Write("%PDF-1.7\n"u8);
        var places = new Dictionary<int, long>();
        foreach (var (number, body) in _objects)
        {
            places[number] = to.Position;
            to.Write(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n")));
            to.Write(body);
            to.Write("\nendobj\n"u8);
        }

        var table = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"xref\n0 {_objects.Keys.Max() + 1}\n0000000000 65535 f \n"));
        for (var number = 1; number <= _objects.Keys.Max(); number++)
            table.Append(CultureInfo.InvariantCulture, $"{places.GetValueOrDefault(number):D10} 00000 {(places.ContainsKey(number) ? 'n' : 'f')} \n");
        table.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {_objects.Keys.Max() + 1} /Root 1 0 R {Trailer} >>\n");
        table.Append(CultureInfo.InvariantCulture, $"startxref\n{to.Position}\n%%EOF\n");
        to.Write(Encoding.Latin1.GetBytes(table.ToString()));
        return to.ToArray();
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace Mm.Data.Decoder.Rights;

/// <summary>Metadata in the chunks of a PNG (W3C PNG, third edition): eXIf, the three kinds of text, and C2PA's caBX.</summary>
internal static class PngCarriers
{
    private const int SignatureBytes = 8;
    private const int ChunkBytes = 12;

    public static List<Carrier> Of(ReadOnlyMemory<byte> file)
    {
        var found = new List<Carrier>();
        for (long at = SignatureBytes; at + ChunkBytes <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32BigEndian(chunk.Span);
            var name = chunk.Span.Slice(4, 4);
            if (length > chunk.Length - ChunkBytes || name.SequenceEqual("IEND"u8))
                break;
            var body = chunk.Slice(8, (int)length);
            if (name.SequenceEqual("eXIf"u8))
                found.Add(new(CarrierKind.Exif, body));
            else if (name.SequenceEqual("caBX"u8))
                found.Add(new(CarrierKind.C2pa, body));
            else if (name.SequenceEqual("tEXt"u8) || name.SequenceEqual("zTXt"u8) || name.SequenceEqual("iTXt"u8))
                found.Add(Text(name[0], body));
            at += ChunkBytes + (long)length;
        }

        return found;
    }

    /// <param name="form"><c>t</c>, <c>z</c> or <c>i</c>: plain, packed, or with a language and a flag that says whether it is
    /// packed.</param>
    /// <param name="body">Keyword, a zero, and what follows by the form.</param>
    private static Carrier Text(byte form, ReadOnlyMemory<byte> body)
    {
        var end = body.Span.IndexOf((byte)0);
        if (end < 0)
            return new(CarrierKind.Unreadable, default);
        var key = body.Span[..end];
        var rest = body[(end + 1)..];
        var isPacked = form == 'z' || (form == 'i' && !rest.IsEmpty && rest.Span[0] == 1);
        rest = form switch
        {
            (byte)'z' => rest[Math.Min(1, rest.Length)..],
            (byte)'i' => BehindLanguage(rest),
            _ => rest,
        };
        var text = isPacked ? Unpack(rest) : rest;
        return text is null ? new(CarrierKind.Unreadable, default) : new(Kind(key), text.Value);
    }

    private static CarrierKind Kind(ReadOnlySpan<byte> key) =>
        key.SequenceEqual("XML:com.adobe.xmp"u8) ? CarrierKind.Xmp
        : key.SequenceEqual("Copyright"u8) ? CarrierKind.Copyright
        : key.SequenceEqual("Author"u8) ? CarrierKind.Creator
        : CarrierKind.Text;

    /// <summary>Flag, method, language and translated keyword, the latter two ended by a zero each.</summary>
    private static ReadOnlyMemory<byte> BehindLanguage(ReadOnlyMemory<byte> rest)
    {
        rest = rest[Math.Min(2, rest.Length)..];
        for (var i = 0; i < 2; i++)
            rest = rest[(rest.Span.IndexOf((byte)0) + 1)..];
        return rest;
    }

    /// <summary>Null where it is damaged or larger than any carrier may be.</summary>
    private static ReadOnlyMemory<byte>? Unpack(ReadOnlyMemory<byte> packed)
    {
        var text = new byte[RightsReader.CarrierBytesMax + 1];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var length = stream.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            return length <= RightsReader.CarrierBytesMax ? text.AsMemory(0, length) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

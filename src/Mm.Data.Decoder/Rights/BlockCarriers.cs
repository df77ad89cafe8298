using System.Buffers.Binary;

namespace Mm.Data.Decoder.Rights;

/// <summary>Metadata in WebP (RIFF chunks), GIF (extensions) and ISO base media files (boxes).</summary>
internal static class BlockCarriers
{
    private const int GifHeaderBytes = 13;
    private static readonly byte[] C2paBox =
        [0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81]; // C2PA 2.1, A.5

    public static List<Carrier> OfWebp(ReadOnlyMemory<byte> file)
    {
        var found = new List<Carrier>();
        for (long at = 12; at + 8 <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk.Span[4..]);
            if (length > chunk.Length - 8)
                break;
            var name = chunk.Span[..4];
            var body = chunk.Slice(8, (int)length);
            if (name.SequenceEqual("EXIF"u8))
                found.Add(new(CarrierKind.Exif, body));
            else if (name.SequenceEqual("XMP "u8))
                found.Add(new(CarrierKind.Xmp, body));
            else if (name.SequenceEqual("C2PA"u8))
                found.Add(new(CarrierKind.C2pa, body));
            at += 8 + (long)length + (length & 1);
        }

        return found;
    }

    /// <summary>
    /// XMP lies in an application extension without the format's sub-blocks, with a tail that makes readers of sub-blocks find its end
    /// all the same (XMP part 3, 1.1.2). Comments and manifests lie in sub-blocks.
    /// </summary>
    public static List<Carrier> OfGif(ReadOnlyMemory<byte> file)
    {
        var found = new List<Carrier>();
        var bytes = file.Span;
        var at = bytes.Length < GifHeaderBytes ? bytes.Length : GifHeaderBytes + ColourTableBytes(bytes[10]);
        while (at + 10 < bytes.Length && bytes[at] is 0x21 or 0x2c)
        {
            var isImage = bytes[at] == 0x2c;
            var start = isImage ? at + 11 + ColourTableBytes(bytes[at + 9]) : at + 2;
            var end = SkipSubBlocks(bytes, start);
            if (!isImage)
                Take(found, bytes[at + 1], file[Math.Min(start, bytes.Length)..Math.Min(end, bytes.Length)]);
            at = end;
        }

        return found;
    }

    public static List<Carrier> OfIso(ReadOnlyMemory<byte> file)
    {
        var found = new List<Carrier>();
        for (long at = 0; at + 8 <= file.Length;)
        {
            var box = file[(int)at..];
            long length = BinaryPrimitives.ReadUInt32BigEndian(box.Span);
            length = length == 0 ? box.Length : length;
            if (length < 8 || length > box.Length)
                break;
            if (length > 24 && box.Span.Slice(4, 4).SequenceEqual("uuid"u8) && box.Span.Slice(8, 16).SequenceEqual(C2paBox))
                found.Add(new(CarrierKind.C2pa, box[24..(int)length]));
            at += length;
        }

        return found;
    }

    private static void Take(List<Carrier> found, byte label, ReadOnlyMemory<byte> blocks)
    {
        const int ApplicationBytes = 12; // a counted name of eleven
        var bytes = blocks.Span;
        if (label == 0xfe)
            found.Add(new(CarrierKind.Text, Joined(blocks)));
        else if (label == 0xff && bytes.Length > ApplicationBytes && bytes[1..].StartsWith("XMP DataXMP"u8))
            found.Add(new(CarrierKind.Xmp, blocks.Slice(ApplicationBytes, XmpBytes(bytes[ApplicationBytes..]))));
        else if (label == 0xff && bytes.Length > ApplicationBytes && bytes[1..].StartsWith("C2PA_GIF"u8))
            found.Add(new(CarrierKind.C2pa, Joined(blocks[ApplicationBytes..])));
    }

    /// <summary>Up to the tail: 1, and then the bytes from 255 down.</summary>
    private static int XmpBytes(ReadOnlySpan<byte> packet) =>
        packet.LastIndexOf((ReadOnlySpan<byte>)[1, 255, 254, 253]) is var end and >= 0 ? end : packet.Length;

    private static int SkipSubBlocks(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at] != 0)
            at += 1 + file[at];
        return at + 1;
    }

    private static byte[] Joined(ReadOnlyMemory<byte> blocks)
    {
        var joined = new List<byte>();
        var bytes = blocks.Span;
        for (var at = 0; at < bytes.Length && bytes[at] != 0; at += 1 + bytes[at])
            joined.AddRange(bytes.Slice(at + 1, Math.Min(bytes[at], bytes.Length - at - 1)));
        return [.. joined];
    }

    private static int ColourTableBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}

using System.Buffers.Binary;

namespace Mm.Data.Decoder.Rights;

/// <summary>Photoshop's image resource blocks (8BIM), of which one holds IPTC-IIM and one says that the work is protected.</summary>
internal static class PhotoshopCarriers
{
    private const int HeadBytes = 6; // "8BIM" and the resource's number
    private const int Iptc = 0x0404;
    private const int CopyrightFlag = 0x040a;

    public static List<Carrier> Of(ReadOnlyMemory<byte> blocks)
    {
        var found = new List<Carrier>();
        while (blocks.Length > HeadBytes && blocks.Span.StartsWith("8BIM"u8))
        {
            var bytes = blocks.Span;
            var resource = BinaryPrimitives.ReadUInt16BigEndian(bytes[4..]);
            var at = HeadBytes + Even(1 + bytes[HeadBytes]); // a counted name, padded
            if (at + 4 > blocks.Length)
                break;
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            at += 4;
            if (length > blocks.Length - at)
                break;
            var data = blocks.Slice(at, (int)length);
            if (resource == Iptc)
                found.Add(new(CarrierKind.Iptc, data));
            else if (resource == CopyrightFlag && !data.IsEmpty && data.Span[0] == 1)
                found.Add(new(CarrierKind.Copyright, data));
            blocks = blocks[Math.Min(blocks.Length, at + Even((int)length))..];
        }

        if (blocks.Length > HeadBytes)
            found.Add(new(CarrierKind.Unreadable, default));
        return found;
    }

    private static int Even(int length) => length + (length & 1);
}

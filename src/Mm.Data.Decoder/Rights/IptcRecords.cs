using System.Buffers.Binary;

namespace Mm.Data.Decoder.Rights;

/// <summary>The application records of IPTC-IIM 4.2 that speak of rights.</summary>
internal static class IptcRecords
{
    private const byte Marker = 0x1c;
    private const int HeadBytes = 5;
    private const int Application = 2;

    public static List<Carrier> Of(ReadOnlyMemory<byte> records)
    {
        var found = new List<Carrier>();
        while (records.Length >= HeadBytes && records.Span[0] == Marker)
        {
            var bytes = records.Span;
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
            if (length > records.Length - HeadBytes) // longer ones are an extension of the standard that nobody uses for texts
            {
                found.Add(new(CarrierKind.Unreadable, default));
                return found;
            }

            CarrierKind? kind = bytes[1] != Application ? null : bytes[2] switch
            {
                25 or 40 or 120 => CarrierKind.Text, // keywords, special instructions, caption
                80 or 85 => CarrierKind.Creator, // by-line and its title
                116 => CarrierKind.Copyright,
                _ => null,
            };
            if (kind is { } wanted)
                found.Add(new(wanted, records.Slice(HeadBytes, length)));
            records = records[(HeadBytes + length)..];
        }

        return found;
    }
}

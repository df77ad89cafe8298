using System.Buffers.Binary;

namespace Mm.Data.Decoder.Rights;

/// <summary>The fields of the first directory of a TIFF structure (TIFF 6.0, Exif 3.0), with every place held against the length.</summary>
internal static class TiffFields
{
    private const int EntryBytes = 12;
    private const int EntriesMax = 512;
    private const int Artist = 0x013b;
    private const int Xmp = 0x02bc;
    private const int Copyright = 0x8298;
    private const int Iptc = 0x83bb;
    private const int Photoshop = 0x8649;
    private const int XpAuthor = 0x9c9d;
    private const int XpKeywords = 0x9c9e;
    private const int C2pa = 0xcd41;
    private static readonly byte[] TypeBytes = [1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

    public static List<Carrier> Of(ReadOnlyMemory<byte> tiff)
    {
        var found = new List<Carrier>();
        if (tiff.Span.StartsWith("Exif\0\0"u8))
            tiff = tiff[6..];
        var bytes = tiff.Span;
        var little = bytes.StartsWith("II*\0"u8);
        if (bytes.Length < 8 || (!little && !bytes.StartsWith("MM\0*"u8)))
            return [new(CarrierKind.Unreadable, default)];
        var directory = Read32(bytes[4..], little);
        if (directory > (uint)bytes.Length - 2)
            return [new(CarrierKind.Unreadable, default)];
        var (at, count) = ((int)directory + 2, Read16(bytes[(int)directory..], little));
        for (var i = 0; i < Math.Min(count, EntriesMax) && at + EntryBytes <= bytes.Length; i++, at += EntryBytes)
            Take(found, tiff, at, little);
        if (count > EntriesMax)
            found.Add(new(CarrierKind.Unreadable, default));
        return found;
    }

    private static void Take(List<Carrier> found, ReadOnlyMemory<byte> tiff, int at, bool little)
    {
        var entry = tiff.Span[at..];
        CarrierKind? kind = Read16(entry, little) switch
        {
            Artist or XpAuthor => CarrierKind.Creator,
            Copyright => CarrierKind.Copyright,
            Xmp => CarrierKind.Xmp,
            Iptc => CarrierKind.Iptc,
            Photoshop => CarrierKind.Text,
            XpKeywords => CarrierKind.Text,
            C2pa => CarrierKind.C2pa,
            _ => null,
        };
        if (kind is not { } wanted)
            return;
        var type = Read16(entry[2..], little);
        var length = type < TypeBytes.Length ? (long)Read32(entry[4..], little) * TypeBytes[type] : long.MaxValue;
        var start = length <= 4 ? (uint)at + 8 : Read32(entry[8..], little);
        if (length > tiff.Length || start + length > tiff.Length)
        {
            found.Add(new(CarrierKind.Unreadable, default));
            return;
        }

        var data = tiff.Slice((int)start, (int)length);
        if (Read16(entry, little) == Photoshop)
            found.AddRange(PhotoshopCarriers.Of(data));
        else
            found.Add(new(wanted, data));
    }

    private static int Read16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Read32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}

using System.Buffers.Binary;

namespace Mm.Data.Decoder.Images;

/// <summary>Reads the one tag of Exif (a TIFF in an APP1 segment) that changes pixels: orientation.</summary>
internal static class Exif
{
    private const int OrientationTag = 0x0112;
    private const int EntryBytes = 12;
    private const int ShortType = 3;

    /// <summary>Orientation 1 to 8 of the TIFF structure <paramref name="tiff"/>; 1 where it has none or is damaged.</summary>
    public static int Orientation(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return 1;
        var little = tiff.StartsWith("II"u8);
        if (!little && !tiff.StartsWith("MM"u8))
            return 1;
        var directory = Read32(tiff[4..], little);
        if (directory > (uint)tiff.Length - 2)
            return 1;
        var entries = tiff[(int)directory..];
        var count = Read16(entries, little);
        entries = entries[2..];
        for (var i = 0; i < count && entries.Length >= EntryBytes; i++, entries = entries[EntryBytes..])
        {
            if (Read16(entries, little) == OrientationTag && Read16(entries[2..], little) == ShortType)
                return Read16(entries[8..], little) is var value and >= 1 and <= 8 ? value : 1;
        }

        return 1;
    }

    private static int Read16(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Read32(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}

using System.Buffers.Binary;
using Mm.Data.Decode;

namespace Mm.Data.Decoder.Images;

/// <summary>Finds files whose data ends before their own structure says, so that a cut file is told from a damaged one whatever a library prints.</summary>
internal static class Completeness
{
    private const int PngSignatureBytes = 8;
    private const int PngChunkBytes = 12;

    /// <exception cref="UndecodableException"><c>decode.truncated</c>.</exception>
    public static void Check(Container container, ReadOnlySpan<byte> file)
    {
        var complete = container switch
        {
            Container.Png => PngHasEnd(file),
            Container.Webp => file.Length >= 12 && BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) <= (uint)file.Length - 8,
            Container.Gif => GifHasEnd(file),
            Container.Avif or Container.Heic => BoxesFit(file),
            _ => true,
        };
        if (!complete)
            throw new UndecodableException(DecodeReasons.Truncated);
    }

    private static bool PngHasEnd(ReadOnlySpan<byte> file)
    {
        for (long at = PngSignatureBytes; at + PngChunkBytes <= file.Length;)
        {
            var chunk = file[(int)at..];
            if (chunk.Slice(4, 4).SequenceEqual("IEND"u8))
                return true;
            at += PngChunkBytes + (long)BinaryPrimitives.ReadUInt32BigEndian(chunk);
        }

        return false;
    }

    // The trailer byte may be followed by padding.
    private static bool GifHasEnd(ReadOnlySpan<byte> file) => file.TrimEnd((byte)0) is { Length: > 13 } trimmed && trimmed.LastIndexOf((byte)0x3b) >= 13;

    private static bool BoxesFit(ReadOnlySpan<byte> file)
    {
        long at = 0;
        while (at + 8 <= file.Length)
        {
            long length = BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            if (length == 1 && at + 16 <= file.Length)
                length = (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(file[(int)(at + 8)..]), long.MaxValue / 2);
            if (length == 0)
                return true; // to the end of the file
            if (length < 8)
                return true; // not a length: damaged, which the library will say
            at += length;
        }

        return at <= file.Length;
    }
}

using System.Buffers.Binary;
using Mm.Data.Decode;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Finds files whose data ends before their own structure says, so that a cut file is told from a damaged one whatever a
/// library prints.
/// </summary>
internal static class Completeness
{
    private const int PngSignatureBytes = 8;
    private const int PngChunkBytes = 12;
    private const int GifHeaderBytes = 13;
    private const int GifImageBytes = 10;
    private const byte GifImage = 0x2c;
    private const byte GifExtension = 0x21;

    /// <summary>Whether <see cref="Check"/> knows the container's structure, so that what passes it is not cut.</summary>
    public static bool Judges(Container container) =>
        container is Container.Png or Container.Webp or Container.Gif or Container.Avif or Container.Heic;

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

    /// <summary>Walks the blocks. A file whose last block is whole counts as complete even where the trailer byte is missing.</summary>
    private static bool GifHasEnd(ReadOnlySpan<byte> file)
    {
        if (file.Length < GifHeaderBytes)
            return false;
        long at = GifHeaderBytes + ColourTableBytes(file[10]);
        while (at < file.Length)
        {
            switch (file[(int)at])
            {
                case GifImage when at + GifImageBytes < file.Length:
                    at = SkipSubBlocks(file, at + GifImageBytes + ColourTableBytes(file[(int)at + 9]) + 1);
                    break;
                case GifExtension:
                    at = SkipSubBlocks(file, at + 2);
                    break;
                default:
                    return file[(int)at] is not GifImage; // the trailer, or damage that the library judges
            }
        }

        return at == file.Length;
    }

    private static long SkipSubBlocks(ReadOnlySpan<byte> file, long at)
    {
        while (at < file.Length && file[(int)at] != 0)
            at += 1 + file[(int)at];
        return at + 1;
    }

    private static int ColourTableBytes(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

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

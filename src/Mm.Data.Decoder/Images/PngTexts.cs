using System.Buffers.Binary;
using Mm.Data.Decode;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Bounds what the compressed texts of a PNG may unpack to together: libpng limits each of them, not their sum, and unpacks all.
/// </summary>
internal static class PngTexts
{
    private const int SignatureBytes = 8;
    private const int ChunkBytes = 12;
    private const int DeflateMost = 1032; // times, of any byte
    private const long EachMost = 8_000_000; // PNG_USER_CHUNK_MALLOC_MAX of libpng
    private const long TogetherMost = 128_000_000;

    /// <exception cref="UndecodableException"><c>decode.too-large</c>.</exception>
    public static void Check(ReadOnlySpan<byte> file)
    {
        var unpacked = 0L;
        for (long at = SignatureBytes; at + ChunkBytes <= file.Length;)
        {
            var chunk = file[(int)at..];
            long length = BinaryPrimitives.ReadUInt32BigEndian(chunk);
            var type = chunk.Slice(4, 4);
            if (type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8))
                unpacked += Math.Min(length * DeflateMost, EachMost);
            if (unpacked > TogetherMost)
                throw new UndecodableException(DecodeReasons.TooLarge);
            at += ChunkBytes + length;
        }
    }
}

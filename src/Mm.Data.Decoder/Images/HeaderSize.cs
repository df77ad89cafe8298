using System.Buffers.Binary;

namespace Mm.Data.Decoder.Images;

/// <summary>
/// Width and height straight from the header bytes, for the containers whose library sets up its canvas as soon as it opens a file.
/// </summary>
internal readonly record struct HeaderSize(long Width, long Height)
{
    public static HeaderSize? Of(Container container, ReadOnlySpan<byte> start) => container switch
    {
        Container.Png when start.Length >= 24 =>
            new(BinaryPrimitives.ReadUInt32BigEndian(start[16..]), BinaryPrimitives.ReadUInt32BigEndian(start[20..])),
        Container.Gif when start.Length >= 10 => new(Word(start[6..]), Word(start[8..])),
        Container.Webp => Webp(start),
        _ => null,
    };

    // RFC 9649: extended, lossy and lossless files keep their size in three places.
    private static HeaderSize? Webp(ReadOnlySpan<byte> start)
    {
        if (start.Length < 30)
            return null;
        var chunk = start.Slice(12, 4);
        if (chunk.SequenceEqual("VP8X"u8))
            return new(1 + (Word(start[24..]) | (start[26] << 16)), 1 + (Word(start[27..]) | (start[29] << 16)));
        if (chunk.SequenceEqual("VP8 "u8))
            return new(Word(start[26..]) & 0x3fff, Word(start[28..]) & 0x3fff);
        if (!chunk.SequenceEqual("VP8L"u8))
            return null;
        var bits = BinaryPrimitives.ReadUInt32LittleEndian(start[21..]);
        return new(1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
    }

    private static int Word(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt16LittleEndian(at);
}

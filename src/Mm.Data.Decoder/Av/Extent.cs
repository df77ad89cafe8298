using System.Buffers.Binary;
using Mm.Data.Decode;

namespace Mm.Data.Decoder.Av;

/// <summary>
/// Says whether a file ends before the length that its outermost structure claims. ffmpeg plays what is left of such a file and
/// reports success, and a sample that lost its end no longer matches its caption. Reads a few headers, allocates a few KiB, trusts no
/// number.
/// </summary>
internal static class Extent
{
    private const int OggTailBytes = 1 << 17;
    private const int OggHeaderBytes = 27;
    private const int BoxesMax = 1_000_000;

    // Writers disagree about whether the count includes the header and the pad byte.
    private const int RiffSlackBytes = 9;

    /// <summary>A reason, or null where the file seems whole.</summary>
    public static string? Check(string path, Container container)
    {
        using var file = File.OpenRead(path);
        return container switch
        {
            Container.Mp4 => Boxes(file),
            Container.Matroska => Segment(file),
            Container.Avi or Container.Wav => Riff(file),
            Container.Ogg => LastPage(file),
            Container.Mp3 => Xing(file),
            _ => null,
        };
    }

    /// <summary>Boxes of ISO/IEC 14496-12: a length and a type each. Without the one named moov there is no film.</summary>
    private static string? Boxes(FileStream file)
    {
        Span<byte> header = stackalloc byte[16];
        var hasIndex = false;
        long at = 0;
        for (var box = 0; box < BoxesMax && file.Length - at >= 8; box++)
        {
            file.Position = at;
            var count = file.ReadAtLeast(header, 8, throwOnEndOfStream: false);
            var type = header.Slice(4, 4);
            if (type.ContainsAnyExceptInRange((byte)' ', (byte)0xff))
                return hasIndex ? null : DecodeReasons.Corrupt; // padding after the last box is harmless
            hasIndex |= type.SequenceEqual("moov"u8);
            var size = BinaryPrimitives.ReadUInt32BigEndian(header) switch
            {
                0 => file.Length - at,
                1 when count < 16 => long.MaxValue,
                1 => (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(header[8..]), long.MaxValue),
                var small => small,
            };
            if (size < 8)
                return hasIndex ? null : DecodeReasons.Corrupt;
            if (size > file.Length - at)
            {
                var isFilm = box > 0 || type.SequenceEqual("mdat"u8) || type.SequenceEqual("moov"u8);
                return isFilm ? DecodeReasons.Truncated : DecodeReasons.Corrupt;
            }

            at += size;
        }

        return hasIndex ? null : DecodeReasons.Truncated;
    }

    /// <summary>
    /// EBML (RFC 8794): the header element, then the segment, whose length is often left open (all ones) by live recorders.
    /// </summary>
    private static string? Segment(FileStream file)
    {
        var start = ReadStart(file, 4096);
        if (start.Length < 5 || !TryNumber(start, 4, out var headerSize, out var next))
            return DecodeReasons.Truncated;
        if (headerSize < 0 || headerSize > start.Length - next - 5)
            return start.Length < 4096 ? DecodeReasons.Truncated : null;
        var segment = next + (int)headerSize;
        if (!start.AsSpan(segment).StartsWith((ReadOnlySpan<byte>)[0x18, 0x53, 0x80, 0x67]))
            return null;
        if (!TryNumber(start, segment + 4, out var size, out next))
            return DecodeReasons.Truncated;
        return size >= 0 && size > file.Length - next ? DecodeReasons.Truncated : null;
    }

    /// <summary>An EBML variable-length number; -1 for the reserved "unknown".</summary>
    private static bool TryNumber(byte[] bytes, int at, out long value, out int next)
    {
        value = 0;
        next = at;
        if (at >= bytes.Length || bytes[at] == 0)
            return false;
        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)bytes[at]) - 23;
        next = at + length;
        if (next > bytes.Length)
            return false;
        value = bytes[at] & ((1 << (8 - length)) - 1);
        for (var i = at + 1; i < next; i++)
            value = (value << 8) | bytes[i];
        if (value == (1L << (7 * length)) - 1)
            value = -1;
        return true;
    }

    /// <summary>RIFF: one length for all. 0 and all ones mean that the writer could not seek back.</summary>
    private static string? Riff(FileStream file)
    {
        var start = ReadStart(file, 8);
        if (start.Length < 8)
            return DecodeReasons.Truncated;
        if (!start.AsSpan().StartsWith("RIFF"u8) && !start.AsSpan().StartsWith("RF64"u8))
            return DecodeReasons.Corrupt;
        var size = BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(4));
        return size is not (0 or uint.MaxValue) && size > file.Length - 8 + RiffSlackBytes ? DecodeReasons.Truncated : null;
    }

    /// <summary>Ogg (RFC 3533): the last page must hold all the segments that its table promises.</summary>
    private static string? LastPage(FileStream file)
    {
        file.Position = Math.Max(0, file.Length - OggTailBytes);
        var tail = new byte[(int)(file.Length - file.Position)];
        file.ReadExactly(tail);
        var page = tail.AsSpan().LastIndexOf("OggS"u8);
        if (page < 0)
            return DecodeReasons.Corrupt;
        var rest = tail.AsSpan(page);
        if (rest.Length < OggHeaderBytes || rest.Length < OggHeaderBytes + rest[26])
            return DecodeReasons.Truncated;
        var body = 0;
        foreach (var segment in rest.Slice(OggHeaderBytes, rest[26]))
            body += segment;
        return OggHeaderBytes + rest[26] + body > rest.Length ? DecodeReasons.Truncated : null;
    }

    /// <summary>
    /// The length in bytes that encoders of MP3 leave in the first frame (the "Xing" or "Info" header); many files have none.
    /// </summary>
    private static string? Xing(FileStream file)
    {
        var head = ReadStart(file, 10);
        long audio = 0;
        if (head.Length == 10 && head.AsSpan().StartsWith("ID3"u8))
            audio = 10 + ((head[6] & 0x7fL) << 21 | (head[7] & 0x7fL) << 14 | (head[8] & 0x7fL) << 7 | (head[9] & 0x7fL));
        if (audio >= file.Length)
            return DecodeReasons.Truncated;
        file.Position = audio;
        var frame = new byte[256];
        var count = file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false);
        var mark = Math.Max(frame.AsSpan(0, count).IndexOf("Xing"u8), frame.AsSpan(0, count).IndexOf("Info"u8));
        if (mark < 0 || mark + 16 > count || (frame[mark + 7] & 2) == 0)
            return null;
        var sizeAt = mark + 8 + ((frame[mark + 7] & 1) != 0 ? 4 : 0);
        return BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(sizeAt)) > file.Length - audio ? DecodeReasons.Truncated : null;
    }

    private static byte[] ReadStart(FileStream file, int bytesMax)
    {
        var start = new byte[(int)Math.Min(bytesMax, file.Length)];
        file.Position = 0;
        file.ReadExactly(start);
        return start;
    }
}

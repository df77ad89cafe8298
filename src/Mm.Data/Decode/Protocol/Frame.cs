using System.Buffers.Binary;

namespace Mm.Data.Decode.Protocol;

/// <summary>The other end did not keep to the protocol: bad magic, a length out of bounds, or an end in the middle.</summary>
public sealed class ProtocolException(string message) : Exception(message);

/// <summary>
/// One message between parent and child, both ways: 4 bytes <c>MMD1</c>, header length (u32), payload length (u64), all
/// little-endian, then the header (JSON, see <see cref="ProtocolJson"/>) and the payload (raw bytes).
/// </summary>
public static class Frame
{
    /// <summary>Changes whenever a header changes; parent and child must agree.</summary>
    public const int Version = 1;

    public const int HeaderBytesMax = 4 << 20;

    private const int PrefixBytes = 16;

    private static ReadOnlySpan<byte> Magic => "MMD1"u8;

    public static void Write(Stream to, ReadOnlySpan<byte> header, IReadOnlyList<ReadOnlyMemory<byte>> payload)
    {
        var start = new byte[PrefixBytes + header.Length];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(4), (uint)header.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(start.AsSpan(8), (ulong)payload.Sum(segment => (long)segment.Length));
        header.CopyTo(start.AsSpan(PrefixBytes));
        to.Write(start);
        foreach (var segment in payload)
            to.Write(segment.Span);
        to.Flush();
    }

    /// <summary>Reads up to the payload. Null when the stream ended cleanly before a frame.</summary>
    /// <exception cref="ProtocolException">Not a frame, or longer than <paramref name="payloadBytesMax"/>.</exception>
    public static FrameStart? ReadStart(Stream from, long payloadBytesMax)
    {
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        var got = from.ReadAtLeast(prefix, PrefixBytes, throwOnEndOfStream: false);
        if (got == 0)
            return null;
        if (got < PrefixBytes || !prefix.StartsWith(Magic))
            throw new ProtocolException("Not a frame.");
        var headerBytes = BinaryPrimitives.ReadUInt32LittleEndian(prefix[4..]);
        var payloadBytes = BinaryPrimitives.ReadUInt64LittleEndian(prefix[8..]);
        if (headerBytes is 0 or > HeaderBytesMax || payloadBytes > (ulong)payloadBytesMax)
            throw new ProtocolException("A frame's length is out of bounds.");
        var header = new byte[headerBytes];
        ReadExactly(from, header);
        return new FrameStart(header, (long)payloadBytes);
    }

    /// <exception cref="ProtocolException">The stream ended before <paramref name="into"/> was full.</exception>
    public static void ReadExactly(Stream from, Span<byte> into)
    {
        if (from.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length)
            throw new ProtocolException("The stream ended inside a frame.");
    }
}

/// <summary>A frame whose payload is still to be read.</summary>
public sealed record FrameStart(byte[] Header, long PayloadBytes);

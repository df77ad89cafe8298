using System.Buffers.Binary;

namespace Mm.Data.Decode.Protocol;

/// <summary>The other end did not keep to the protocol: bad magic, a length out of bounds, or an end in the middle.</summary>
public sealed class ProtocolException(string message) : Exception(message);

/// <summary>
/// One message between parent and child, both ways: 4 bytes <c>MMD2</c>, header length (u32), payload length (u64), slot (u32), all
/// little-endian, then the header (<see cref="ReplyCodec"/> for answers, JSON otherwise). The payload (raw bytes) lies in the shared
/// memory, or follows
/// where the slot says <see cref="Behind"/>.
/// </summary>
public static class Frame
{
    /// <summary>Changes whenever a header changes; parent and child must agree.</summary>
    public const int Version = 6;

    public const int HeaderBytesMax = 4 << 20;

    /// <summary>In place of a slot: the payload follows the header through the pipe.</summary>
    public const int Behind = -1;

    internal const int PrefixBytes = 20;

    internal static ReadOnlySpan<byte> Magic => "MMD2"u8;

    /// <summary>Writes a frame whose payload follows its header.</summary>
    public static void Write(Stream to, ReadOnlySpan<byte> header, IReadOnlyList<ReadOnlyMemory<byte>> payload)
    {
        WriteStart(to, header, payload.Sum(segment => (long)segment.Length), Behind);
        foreach (var segment in payload)
            to.Write(segment.Span);
        to.Flush();
    }

    /// <summary>Writes a frame whose payload of <paramref name="payloadBytes"/> was put into <paramref name="slot"/> before.</summary>
    public static void WriteStart(Stream to, ReadOnlySpan<byte> header, long payloadBytes, int slot)
    {
        var start = new byte[PrefixBytes + header.Length];
        Magic.CopyTo(start);
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(4), (uint)header.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(start.AsSpan(8), (ulong)payloadBytes);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(16), slot);
        header.CopyTo(start.AsSpan(PrefixBytes));
        to.Write(start);
    }
}

/// <summary>A frame whose payload is still to be read: from <paramref name="Slot"/>, or behind the header.</summary>
public sealed record FrameStart(byte[] Header, long PayloadBytes, int Slot);

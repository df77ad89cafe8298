using System.Buffers.Binary;

namespace Mm.Data.Decode.Protocol;

/// <summary>Reads frames: a small one, its payload elsewhere, by one call. Not for concurrent use.</summary>
public sealed class FrameReader(Stream from)
{
    private const int AheadBytes = 4096;

    private readonly byte[] _ahead = new byte[AheadBytes];
    private int _start;
    private int _end;

    /// <summary>Reads up to the payload. Null when the stream ended cleanly before a frame.</summary>
    /// <exception cref="ProtocolException">Not a frame, or longer than <paramref name="payloadBytesMax"/>.</exception>
    public FrameStart? ReadStart(long payloadBytesMax)
    {
        if (_start == _end && Fill() == 0)
            return null;
        Span<byte> prefix = stackalloc byte[Frame.PrefixBytes];
        ReadExactly(prefix);
        if (!prefix.StartsWith(Frame.Magic))
            throw new ProtocolException("Not a frame.");
        var headerBytes = BinaryPrimitives.ReadUInt32LittleEndian(prefix[4..]);
        var payloadBytes = BinaryPrimitives.ReadUInt64LittleEndian(prefix[8..]);
        var slot = BinaryPrimitives.ReadInt32LittleEndian(prefix[16..]);
        if (headerBytes is 0 or > Frame.HeaderBytesMax || payloadBytes > (ulong)payloadBytesMax)
            throw new ProtocolException("A frame's length is out of bounds.");
        if (slot is < Frame.Behind or >= SharedLayout.Slots)
            throw new ProtocolException("A frame's slot is none.");
        var header = new byte[headerBytes];
        ReadExactly(header);
        return new FrameStart(header, (long)payloadBytes, slot);
    }

    /// <exception cref="ProtocolException">The stream ended before <paramref name="into"/> was full.</exception>
    public void ReadExactly(Span<byte> into)
    {
        while (into.Length > 0)
        {
            if (_start == _end && into.Length >= AheadBytes)
            {
                if (from.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length)
                    throw Ended();
                return;
            }

            if (_start == _end && Fill() == 0)
                throw Ended();
            var some = Math.Min(_end - _start, into.Length);
            _ahead.AsSpan(_start, some).CopyTo(into);
            _start += some;
            into = into[some..];
        }
    }

    private static ProtocolException Ended() => new("The stream ended inside a frame.");

    private int Fill()
    {
        (_start, _end) = (0, from.Read(_ahead));
        return _end;
    }
}

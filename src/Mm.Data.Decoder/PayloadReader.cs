using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;

namespace Mm.Data.Decoder;

/// <summary>The payload of one frame, of which the first bytes may be looked at before it is decided where the rest goes.</summary>
internal sealed class PayloadReader(Stream input, long bytes)
{
    private const int ChunkBytes = 1 << 20;

    private byte[] _peeked = [];
    private long _unread = bytes;

    public long Length { get; } = bytes;

    /// <summary>Looks ahead, once.</summary>
    public ReadOnlySpan<byte> Peek(int most)
    {
        _peeked = new byte[(int)Math.Min(most, _unread)];
        Frame.ReadExactly(input, _peeked);
        _unread -= _peeked.Length;
        return _peeked;
    }

    public byte[] ReadAll()
    {
        if (Length > Array.MaxLength)
            throw new UndecodableException(DecodeReasons.TooLarge);
        var all = GC.AllocateUninitializedArray<byte>((int)Length);
        _peeked.CopyTo(all, 0);
        Frame.ReadExactly(input, all.AsSpan(_peeked.Length));
        _unread = 0;
        return all;
    }

    public void CopyTo(Stream to)
    {
        to.Write(_peeked);
        var chunk = new byte[Math.Min(_unread, ChunkBytes)];
        while (_unread > 0)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(_unread, chunk.Length));
            Frame.ReadExactly(input, part);
            _unread -= part.Length;
            to.Write(part);
        }
    }

    /// <summary>Reads what nobody wanted, so that the next frame starts where it should.</summary>
    public void Drain() => CopyTo(Stream.Null);
}

using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;

namespace Mm.Data.Decoder;

/// <summary>
/// The asset of one request: in a slot of the shared memory, or behind the request in the pipe, where its first bytes may be looked at
/// before it is decided where the rest goes.
/// </summary>
internal sealed class PayloadReader
{
    private const int ChunkBytes = 1 << 20;

    private readonly FrameReader _input;
    private ReadOnlyMemory<byte> _seen;
    private long _unread;

    public PayloadReader(FrameReader input, FrameStart start, SharedRegion region)
    {
        (_input, Length) = (input, start.PayloadBytes);
        if (start.Slot == Frame.Behind)
            _unread = Length;
        else
            _seen = region.Input(start.Slot, Length);
    }

    public long Length { get; }

    /// <summary>Looks ahead, once.</summary>
    public ReadOnlySpan<byte> Peek(int most)
    {
        if (_unread > 0)
        {
            var peeked = new byte[(int)Math.Min(most, _unread)];
            _input.ReadExactly(peeked);
            _unread -= peeked.Length;
            _seen = peeked;
        }

        return _seen.Span[..(int)Math.Min(most, _seen.Length)];
    }

    public ReadOnlyMemory<byte> ReadAll()
    {
        if (_unread == 0)
            return _seen;
        if (Length > Array.MaxLength)
            throw new UndecodableException(DecodeReasons.TooLarge);
        var all = GC.AllocateUninitializedArray<byte>((int)Length);
        _seen.CopyTo(all);
        _input.ReadExactly(all.AsSpan(_seen.Length));
        _unread = 0;
        return all;
    }

    public void CopyTo(Stream to)
    {
        to.Write(_seen.Span);
        var chunk = new byte[Math.Min(_unread, ChunkBytes)];
        while (_unread > 0)
        {
            var part = chunk.AsSpan(0, (int)Math.Min(_unread, chunk.Length));
            _input.ReadExactly(part);
            _unread -= part.Length;
            to.Write(part);
        }
    }

    /// <summary>Reads what nobody wanted, so that the next frame starts where it should.</summary>
    public void Drain()
    {
        if (_unread > 0)
            CopyTo(Stream.Null);
    }
}

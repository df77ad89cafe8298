using Mm.Data.Decode.Protocol;

namespace Mm.Data.Decoder;

/// <summary>
/// Where the parts of one answer are put together: in the slot of its request, so that pixels are written once where the parent reads
/// them. What does not fit, and every answer without a slot, goes through the pipe.
/// </summary>
internal sealed class AnswerRoom(SharedRegion? region, int slot)
{
    private readonly Memory<byte> _room = region is null || slot == Frame.Behind ? default : region.Output(slot);
    private int _used;

    /// <summary>Room for the next part of the answer; what was in it before is not cleared.</summary>
    public Memory<byte> Take(int bytes)
    {
        if (bytes > _room.Length - _used)
            return new byte[bytes];
        _used += bytes;
        return _room.Slice(_used - bytes, bytes);
    }

    /// <summary>Sends the answer. Parts that were not taken from here are copied.</summary>
    public void Send(Stream output, ReadOnlySpan<byte> header, IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        var bytes = parts.Sum(part => (long)part.Length);
        if (bytes > _room.Length)
        {
            Frame.Write(output, header, parts);
            return;
        }

        var at = 0;
        foreach (var part in parts)
        {
            var place = _room.Slice(at, part.Length);
            if (!part.Equals(place)) // the same memory, not the same bytes
                part.CopyTo(place);
            at += part.Length;
        }

        Frame.WriteStart(output, header, bytes, _room.IsEmpty ? Frame.Behind : slot);
    }
}

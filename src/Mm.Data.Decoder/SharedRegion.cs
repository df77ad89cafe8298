using System.Buffers;
using System.Runtime.InteropServices;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline;

namespace Mm.Data.Decoder;

/// <summary>The memory that this child shares with its parent, mapped once for its whole life.</summary>
internal sealed unsafe class SharedRegion
{
    private readonly byte* _start;

    /// <summary>Maps the inherited descriptor and closes it, so that no program started from here gets it.</summary>
    /// <exception cref="EnvironmentException">It is not there.</exception>
    public SharedRegion(int descriptor)
    {
        var start = Native.Map(
            0, (nuint)SharedLayout.Bytes, Native.ProtRead | Native.ProtWrite, Native.MapShared, descriptor, 0);
        if (start == Native.MapFailed)
            throw new EnvironmentException($"A decoder has no shared memory: errno {Marshal.GetLastPInvokeError()}.");
        _ = Native.Close(descriptor);
        _start = (byte*)start;
    }

    /// <summary>The first <paramref name="bytes"/> of a slot's asset.</summary>
    /// <exception cref="ProtocolException">More than a slot holds.</exception>
    public ReadOnlyMemory<byte> Input(int slot, long bytes) => bytes <= SharedLayout.InputBytes
        ? new Part(_start + SharedLayout.InputAt(slot), (int)bytes).Memory
        : throw new ProtocolException("An asset longer than its slot.");

    /// <summary>A slot's room for an answer.</summary>
    public Memory<byte> Output(int slot) => new Part(_start + SharedLayout.OutputAt(slot), SharedLayout.OutputBytes).Memory;

    /// <summary>Mapped memory as others take it. It never moves and lives as long as the process.</summary>
    private sealed class Part(byte* start, int bytes) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(start, bytes);

        public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

        public override void Unpin()
        {
            // It never moves.
        }

        protected override void Dispose(bool disposing)
        {
            // It is not owned.
        }
    }
}

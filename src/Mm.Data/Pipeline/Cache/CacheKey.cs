using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Mm.Data.Pipeline.Cache;

/// <summary>The first 128 bits of a keyed digest.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CacheKey(ulong High, ulong Low)
{
    public const int Bytes = 16;

    internal static CacheKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]));

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[sizeof(ulong)..], Low);
    }
}

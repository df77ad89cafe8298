using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mm.Data.Pipeline;

/// <summary>A SHA-256 as its 32 bytes: a plan holds two for every sample of a run, and as text they would be most of it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Sha256Digest
{
    private readonly UInt128 _first;
    private readonly UInt128 _last;

    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public Sha256Digest(ReadOnlySpan<byte> digest)
    {
        if (digest.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException($"A SHA-256 has {SHA256.HashSizeInBytes} bytes, not {digest.Length}.", nameof(digest));
        (_first, _last) = (MemoryMarshal.Read<UInt128>(digest), MemoryMarshal.Read<UInt128>(digest[(digest.Length / 2)..]));
    }

    public static Sha256Digest Of(ReadOnlySpan<byte> data)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, digest);
        return new Sha256Digest(digest);
    }

    /// <summary>Lower-case hex.</summary>
    public override string ToString()
    {
        Span<UInt128> halves = [_first, _last];
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(halves));
    }
}

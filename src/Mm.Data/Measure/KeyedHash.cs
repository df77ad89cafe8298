using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Mm.Data.Measure;

/// <summary>The first 64 bits of HMAC-SHA256: nobody without the key can try texts against a hash.</summary>
/// <param name="key">32 bytes.</param>
internal sealed class KeyedHash(byte[] key)
{
    public ulong Of(string text)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text), digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}

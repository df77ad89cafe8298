using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Mm.Data.Tests.Decode.Hostile;

/// <summary>Numbers and blocks of file formats, to write by hand what no encoder would.</summary>
internal static class Wire
{
    public static byte[] Be16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Be32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] Be64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Le16(int value) => [(byte)value, (byte)(value >> 8)];

    public static byte[] Le32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }

    public static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] Join(params IEnumerable<byte[]> parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Repeat(byte[] part, int times)
    {
        var all = new byte[part.Length * times];
        for (var i = 0; i < times; i++)
            part.CopyTo(all, i * part.Length);
        return all;
    }

    /// <summary>So many zeros as a zlib stream: about a thousandth of them.</summary>
    public static byte[] Zeros(long count)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var block = new byte[1 << 16];
            for (; count > 0; count -= block.Length)
                stream.Write(block, 0, (int)Math.Min(block.Length, count));
        }

        return packed.ToArray();
    }

    /// <summary>A box of ISO/IEC 14496-12; <paramref name="lie"/> is written as its length instead of the true one.</summary>
    public static byte[] Box(string type, byte[] body, long? lie = null) => [.. Be32(lie ?? body.Length + 8), .. Text(type), .. body];

    /// <summary>A chunk of RIFF.</summary>
    public static byte[] Chunk(string type, byte[] body, long? lie = null) =>
        [.. Text(type), .. Le32(lie ?? body.Length), .. body, .. new byte[body.Length & 1]];

    /// <summary>An element of EBML with a length of eight bytes.</summary>
    public static byte[] Element(string idHex, byte[] body, ulong? lie = null) =>
        [.. Convert.FromHexString(idHex), .. Be64((1UL << 56) | (lie ?? (ulong)body.Length)), .. body];
}

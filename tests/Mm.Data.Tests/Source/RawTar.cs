using System.Text;

namespace Mm.Data.Tests.Source;

/// <summary>Tar members byte by byte (POSIX ustar), for those that no writer would write.</summary>
internal static class RawTar
{
    private const int BlockBytes = 512;

    /// <param name="name">At most 100 bytes.</param>
    /// <param name="data">The member's bytes, padded to whole blocks.</param>
    /// <param name="type">The type flag.</param>
    /// <param name="size">The twelve bytes of the size field, where they are to differ from the truth.</param>
    /// <param name="link">Target of a link.</param>
    /// <param name="checksumOff">Added to the true checksum.</param>
    public static byte[] Member(string name, byte[] data, char type = '0', byte[]? size = null, string link = "", int checksumOff = 0)
    {
        var header = new byte[BlockBytes];
        Encoding.Latin1.GetBytes(name, header);
        "0000644\0"u8.CopyTo(header.AsSpan(100));
        "0000000\0"u8.CopyTo(header.AsSpan(108));
        "0000000\0"u8.CopyTo(header.AsSpan(116));
        (size ?? Octal(data.Length)).CopyTo(header, 124);
        "00000000000\0"u8.CopyTo(header.AsSpan(136));
        header[156] = (byte)type;
        Encoding.Latin1.GetBytes(link, header.AsSpan(157));
        "ustar\000"u8.CopyTo(header.AsSpan(257));
        header.AsSpan(148, 8).Fill((byte)' ');
        var sum = header.Sum(one => one) + checksumOff;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return [.. header, .. data, .. new byte[(BlockBytes - (data.Length % BlockBytes)) % BlockBytes]];
    }

    public static byte[] Octal(long size) => Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0') + "\0");

    /// <summary>GNU's way to write what does not fit in octal.</summary>
    public static byte[] Binary(byte first, params byte[] last) => [first, .. new byte[11 - last.Length], .. last];

    /// <summary>A record of a pax header; its length counts itself.</summary>
    public static byte[] Pax(string key, string value)
    {
        var rest = $" {key}={value}\n";
        var length = rest.Length + 1;
        while (length != rest.Length + length.ToString(System.Globalization.CultureInfo.InvariantCulture).Length)
            length++;
        return Encoding.Latin1.GetBytes(length.ToString(System.Globalization.CultureInfo.InvariantCulture) + rest);
    }

    public static byte[] Archive(params IEnumerable<byte[]> members) => [.. members.SelectMany(member => member), .. new byte[2 * BlockBytes]];
}

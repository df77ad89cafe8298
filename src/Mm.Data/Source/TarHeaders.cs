using System.Formats.Tar;
using System.Text;

namespace Mm.Data.Source;

/// <summary>
/// Looks ahead of the runtime's reader at the headers that describe the next member (pax records, long names): it takes as much memory
/// for one as the header claims, before it finds out that the archive has not so much.
/// </summary>
internal sealed class TarHeaders(Stream archive)
{
    public const int BytesMax = 1 << 20;

    private const int BlockBytes = 512;
    private const int SizeAt = 124;
    private const int SizeBytes = 12;
    private const int TypeAt = 156;
    private const int SumAt = 148;
    private const int SumBytes = 8;
    private const int DescribingMax = 8;

    private long _next;

    /// <summary>Remembers where the member after <paramref name="member"/> begins.</summary>
    /// <param name="member">What the reader just read.</param>
    /// <param name="position">Where the reader stands in the archive, for a member without data.</param>
    public void Pass(TarEntry member, long position) =>
        _next = member.DataOffset >= 0 ? Padded(member.DataOffset + Math.Min(member.Length, long.MaxValue / 2)) : Padded(position);

    /// <summary>True, so that it can stand in a condition.</summary>
    /// <exception cref="InvalidDataException">
    /// A describing header claims more than a MiB, too many describe one member, or a checksum is wrong, which the reader does not check.
    /// </exception>
    public async ValueTask<bool> AreBoundedAsync(CancellationToken cancel)
    {
        var stand = archive.Position;
        try
        {
            return await AreBoundedAsync(new byte[BlockBytes], cancel);
        }
        finally
        {
            archive.Position = stand; // where the reader left it
        }
    }

    private async ValueTask<bool> AreBoundedAsync(byte[] header, CancellationToken cancel)
    {
        var at = _next;
        for (var count = 0; await ReadAsync(header, at, cancel) == BlockBytes; count++)
        {
            if (!header.AsSpan().ContainsAnyExcept((byte)0))
                return true; // the end
            if (!HasItsSum(header))
                throw new InvalidDataException();
            if ((char)header[TypeAt] is not ('x' or 'g' or 'L' or 'K'))
                return true;
            if (count >= DescribingMax || Size(header.AsSpan(SizeAt, SizeBytes)) is not { } size || size > BytesMax)
                throw new InvalidDataException();
            at += BlockBytes + Padded(size);
        }

        return true;
    }

    private ValueTask<int> ReadAsync(byte[] header, long at, CancellationToken cancel)
    {
        archive.Position = at;
        return archive.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancel);
    }

    // The sum counts its own field as blanks. Old writers took bytes as signed.
    private static bool HasItsSum(ReadOnlySpan<byte> header)
    {
        var (plain, signed) = (0L, 0L);
        for (var i = 0; i < header.Length; i++)
        {
            var value = i is >= SumAt and < SumAt + SumBytes ? (byte)' ' : header[i];
            (plain, signed) = (plain + value, signed + (sbyte)value);
        }

        return Size(header.Slice(SumAt, SumBytes)) is { } sum && (sum == plain || sum == signed);
    }

    private static long Padded(long bytes) => (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;

    /// <summary>Null for what is no octal number; so large a number that GNU writes it in binary is too large here in any case.</summary>
    private static long? Size(ReadOnlySpan<byte> field)
    {
        var text = Encoding.ASCII.GetString(field).TrimStart(' ').Split('\0', ' ')[0];
        var size = 0L;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7')
                return null;
            size = (size * 8) + (digit - '0');
        }

        return size;
    }
}

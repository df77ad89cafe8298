using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace Mm.Data.Pipeline.Cache;

/// <summary>
/// One file of a <see cref="DiskCache"/>: records behind each other, each with magic number, length, checksum and key before its value.
/// Written by one process, at its end only; read by many.
/// </summary>
internal sealed class CacheSegment : IDisposable
{
    public const string Suffix = ".cache";
    public const int ValueBytesMax = 16 << 20;
    private const uint Magic = 0x3143_4d4d; // "MMC1"
    private const int LengthAt = 4;
    private const int ChecksumAt = 8;
    private const int KeyAt = 12;
    private const int HeaderBytes = KeyAt + CacheKey.Bytes;

    private readonly string _path;
    private readonly SafeFileHandle _file;

    private CacheSegment(string path, SafeFileHandle file, long bytes) => (_path, _file, Bytes) = (path, file, bytes);

    public long Number => NumberOf(_path);

    public long Bytes { get; private set; }

    /// <summary>0 for a file that is no segment.</summary>
    public static long NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Null where another process took the number.</summary>
    public static CacheSegment? TryCreate(string folder, long number)
    {
        var path = Path.Combine(folder, number.ToString("d12", CultureInfo.InvariantCulture) + Suffix);
        try
        {
            var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return new CacheSegment(path, file, 0);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    /// <summary>Null where another process deleted it meanwhile, or the name is none of ours.</summary>
    public static CacheSegment? TryOpen(string path)
    {
        if (NumberOf(path) == 0)
            return null;
        try
        {
            var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new CacheSegment(path, file, RandomAccess.GetLength(file));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Keys and offsets of the records, up to the first that is not whole. Values are not read.</summary>
    public IEnumerable<(CacheKey Key, long Offset)> Scan()
    {
        var header = new byte[HeaderBytes];
        for (var at = 0L; at + HeaderBytes <= Bytes && RandomAccess.Read(_file, header, at) == HeaderBytes;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(LengthAt));
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != Magic || length is < 0 or > ValueBytesMax
                || at + HeaderBytes + length > Bytes)
                yield break;
            yield return (CacheKey.Read(header.AsSpan(KeyAt)), at);
            at += HeaderBytes + length;
        }
    }

    /// <summary>The value of the record at <paramref name="offset"/>; null where it is not whole or another's.</summary>
    public byte[]? Read(long offset, CacheKey key)
    {
        try
        {
            Span<byte> header = stackalloc byte[HeaderBytes];
            if (RandomAccess.Read(_file, header, offset) != HeaderBytes || CacheKey.Read(header[KeyAt..]) != key)
                return null;
            var length = BinaryPrimitives.ReadInt32LittleEndian(header[LengthAt..]);
            if (length is < 0 or > ValueBytesMax)
                return null;
            var value = new byte[length];
            return RandomAccess.Read(_file, value, offset + HeaderBytes) == length
                && Checksum(key, value) == BinaryPrimitives.ReadUInt32LittleEndian(header[ChecksumAt..])
                ? value
                : null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null; // evicted while it was read, or a disk that lies
        }
    }

    /// <summary>Adds a record in one write and gives its offset.</summary>
    /// <exception cref="IOException">No room.</exception>
    public long Append(CacheKey key, ReadOnlySpan<byte> value)
    {
        var record = new byte[HeaderBytes + value.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(record, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(LengthAt), value.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(ChecksumAt), Checksum(key, value));
        key.Write(record.AsSpan(KeyAt));
        value.CopyTo(record.AsSpan(HeaderBytes));
        RandomAccess.Write(_file, record, Bytes);
        var offset = Bytes;
        Bytes += record.Length;
        return offset;
    }

    public void Delete()
    {
        _file.Dispose();
        File.Delete(_path);
    }

    public void Dispose() => _file.Dispose();

    private static uint Checksum(CacheKey key, ReadOnlySpan<byte> value)
    {
        var sum = BitOperations.Crc32C(BitOperations.Crc32C(~0u, key.High), key.Low);
        for (; value.Length >= sizeof(ulong); value = value[sizeof(ulong)..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(value));
        foreach (var one in value)
            sum = BitOperations.Crc32C(sum, one);
        return sum;
    }
}

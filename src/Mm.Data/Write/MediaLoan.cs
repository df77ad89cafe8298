using System.Buffers;
using System.Buffers.Binary;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>
/// Lends the media of a row group to who only looks at it, as an auditor does: a column lies in the file's own memory or in pooled
/// memory, and each value is a part of it. The library copies every value into memory of its own, which costs more than its SHA-256.
/// What <see cref="SampleWriter"/> does not write (compressed media, dictionaries, pages of the second version) it leaves to the library.
/// </summary>
/// <param name="file">The part file. It is not disposed.</param>
internal sealed class MediaLoan(DigestedFile file) : IDisposable
{
    private readonly List<IDisposable> _lent = [];

    /// <summary>
    /// One entry a row, null where the row has no value; good until <see cref="Dispose"/>, or until the file passes on.
    /// </summary>
    /// <exception cref="FormatException">The column is damaged.</exception>
    public async Task<ReadOnlyMemory<byte>?[]> ReadAsync(ParquetRowGroupReader group, DataField field, CancellationToken cancel)
    {
        var chunk = ParquetFormat.Chunk(group, field);
        var rows = checked((int)group.RowCount);
        return chunk.Codec is CompressionCodec.UNCOMPRESSED && chunk.DictionaryPageOffset is null or 0 && chunk.NumValues == rows
            && Values(await BytesAsync(chunk, cancel), field, rows) is { } values
            ? values
            : await LeafReader.RowsAsync<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?>(group, field, value => value, cancel);
    }

    public void Dispose() => _lent.ForEach(one => one.Dispose());

    private async Task<ReadOnlyMemory<byte>> BytesAsync(ColumnMetaData chunk, CancellationToken cancel)
    {
        if (chunk.TotalCompressedSize < 0 || chunk.DataPageOffset < 0 || chunk.DataPageOffset > file.Length - chunk.TotalCompressedSize)
            throw new FormatException("A column that does not lie in the file.");
        var size = checked((int)chunk.TotalCompressedSize);
        if (file.Lend(chunk.DataPageOffset, size) is { } lent)
            return lent;
        var owner = MemoryPool<byte>.Shared.Rent(size);
        _lent.Add(owner);
        var bytes = owner.Memory[..size];
        file.Position = chunk.DataPageOffset;
        await file.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    /// <returns>Null: pages of another layout.</returns>
    private static ReadOnlyMemory<byte>?[]? Values(ReadOnlyMemory<byte> bytes, DataField field, int rows)
    {
        var values = new ReadOnlyMemory<byte>?[rows];
        for (var done = 0; done < rows;)
        {
            var header = MediaPageHeader.Read(bytes.Span);
            if (!header.IsPlain)
                return null;
            if (header.Values == 0 || header.Values > rows - done || header.PageBytes > bytes.Length - header.Bytes)
                throw new FormatException("A page that does not fit into its column.");
            ReadPage(bytes.Slice(header.Bytes, header.PageBytes), field.MaxDefinitionLevel, values.AsSpan(done, header.Values));
            bytes = bytes[(header.Bytes + header.PageBytes)..];
            done += header.Values;
        }

        return values;
    }

    private static void ReadPage(ReadOnlyMemory<byte> page, int present, Span<ReadOnlyMemory<byte>?> values)
    {
        var levels = values.Length <= 1024 ? stackalloc byte[values.Length] : new byte[values.Length];
        levels.Fill((byte)present);
        if (present > 0)
            RunLengths.Read(Take(ref page).Span, present, levels);
        for (var index = 0; index < values.Length; index++)
        {
            // Not a conditional with null: it would convert to empty bytes that are there.
            if (levels[index] == present)
                values[index] = Take(ref page);
        }
    }

    /// <summary>What lies behind its own length, which is then passed.</summary>
    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> page)
    {
        if (!BinaryPrimitives.TryReadInt32LittleEndian(page.Span, out var length) || length < 0 || length > page.Length - sizeof(int))
            throw new FormatException("A value that ends behind its page.");
        var value = page.Slice(sizeof(int), length);
        page = page[(sizeof(int) + length)..];
        return value;
    }
}

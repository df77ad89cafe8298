using System.IO.Compression;
using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>
/// How every Parquet file here is written: Snappy, which every reader has without an extra package, at the fast level (the library's
/// default level is its slowest). Nothing in a file depends on the clock or the machine.
/// </summary>
internal static class ParquetFormat
{
    public static ParquetOptions Options() => new()
    {
        CompressionMethod = CompressionMethod.Snappy,
        CompressionLevel = CompressionLevel.Fastest,
    };

    /// <exception cref="EnvironmentException">Not a file that this version wrote.</exception>
    public static async Task<ParquetReader> OpenAsync(ReadableFile file, CancellationToken cancel)
    {
        Stream stream;
        try
        {
            stream = file.Open();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(file, e);
        }

        return await OpenAsync(stream, file.Path, leaveOpen: false, cancel);
    }

    /// <summary>The same of an open file; <paramref name="path"/> is for messages.</summary>
    /// <exception cref="EnvironmentException">Not a file that this version wrote.</exception>
    public static async Task<ParquetReader> OpenAsync(Stream stream, string path, bool leaveOpen, CancellationToken cancel)
    {
        try
        {
            return await ParquetReader.CreateAsync(stream, Options(), leaveOpen, cancel);
        }
        catch (Exception e)
        {
            if (!leaveOpen)
                await stream.DisposeAsync();
            if (IsDamage(e) || e is OutOfMemoryException)
                throw Damaged(path, e); // also a footer that claims more than any memory has
            throw;
        }
    }

    /// <summary>Where a column of a row group lies, as the footer says, which may be damaged.</summary>
    /// <exception cref="FormatException">The footer has no such column.</exception>
    public static ColumnMetaData Chunk(ParquetRowGroupReader group, DataField field) =>
        group.GetMetadata(field)?.MetaData ?? throw new FormatException($"The file has no column {field.Path}.");

    /// <summary>Where the row group after this one begins, as the footer says, which may be damaged; of the last one no end.</summary>
    public static long EndOf(ParquetReader reader, int index)
    {
        if (index + 1 == reader.RowGroups.Count)
            return long.MaxValue;
        var chunks = reader.RowGroups[index + 1].RowGroup.Columns.Select(column => column.MetaData);
        return chunks.Min(chunk => chunk?.DictionaryPageOffset ?? chunk?.DataPageOffset) ?? 0;
    }

    /// <summary>What a Parquet reader throws on bytes that are not what the footer says.</summary>
    public static bool IsDamage(Exception e) =>
        e is not (OperationCanceledException or EnvironmentException or ConfigurationException or OutOfMemoryException);

    public static EnvironmentException Damaged(ReadableFile file, Exception cause) => Damaged(file.Path, cause);

    private static EnvironmentException Damaged(string path, Exception cause) =>
        new($"{Path.GetFileName(path)} is damaged Parquet ({cause.GetType().Name}). Delete it and run the same command again.", cause);

    /// <summary>The row groups of a file in order. Damage met while the caller reads one is reported as damage of the file.</summary>
    public static async IAsyncEnumerable<T> GroupsAsync<T>(
        ReadableFile file,
        Func<ParquetReader, ParquetRowGroupReader, Task<T>> read,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var reader = await OpenAsync(file, cancel);
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            T rows;
            try
            {
                using var group = reader.OpenRowGroupReader(index);
                rows = await read(reader, group);
            }
            catch (Exception e) when (IsDamage(e))
            {
                throw Damaged(file, e);
            }

            yield return rows;
        }
    }
}

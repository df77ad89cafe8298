using System.IO.Compression;
using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Parquet;

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
    public static async Task<ParquetReader> OpenAsync(string path, CancellationToken cancel)
    {
        HeldFile? file = null;
        try
        {
            file = new HeldFile(path);
            return await ParquetReader.CreateAsync(file, Options(), leaveStreamOpen: false, cancel);
        }
        catch (Exception e) when (IsDamage(e) || e is OutOfMemoryException)
        {
            file?.Dispose();
            throw Damaged(path, e); // also a footer that claims more than any memory has
        }
    }

    /// <summary>What a Parquet reader throws on bytes that are not what the footer says.</summary>
    public static bool IsDamage(Exception e) =>
        e is not (OperationCanceledException or EnvironmentException or ConfigurationException or OutOfMemoryException);

    public static EnvironmentException Damaged(string path, Exception cause) =>
        new($"{Path.GetFileName(path)} is damaged Parquet ({cause.GetType().Name}). Delete it and run the same command again.", cause);

    /// <summary>The row groups of a file in order. Damage met while the caller reads one is reported as damage of the file.</summary>
    public static async IAsyncEnumerable<T> GroupsAsync<T>(
        string path,
        Func<ParquetReader, ParquetRowGroupReader, Task<T>> read,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var reader = await OpenAsync(path, cancel);
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
                throw Damaged(path, e);
            }

            yield return rows;
        }
    }
}

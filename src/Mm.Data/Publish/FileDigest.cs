using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>Size and SHA-256 of files, streamed.</summary>
internal static class FileDigest
{
    private const int BufferBytes = 1 << 18;

    /// <summary>Of many files, as many at a time as there are cores, by path.</summary>
    /// <exception cref="EnvironmentException">A file cannot be read.</exception>
    public static async Task<IReadOnlyDictionary<string, ReleaseFile>> AllAsync(
        string folder, IEnumerable<string> paths, CancellationToken cancel)
    {
        var digests = new ConcurrentDictionary<string, ReleaseFile>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(paths, cancel, async (path, stop) => digests[path] = await OfAsync(folder, path, stop));
        return digests;
    }

    /// <exception cref="EnvironmentException">The file cannot be read.</exception>
    public static async Task<ReleaseFile> OfAsync(string folder, string path, CancellationToken cancel)
    {
        try
        {
            // Off the caller's thread and then without a wait: a read of this size waits less than switching to and fro costs.
            return await Task.Run(() => Of(folder, path, cancel), cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>What is thrown where the machine cannot read a file.</summary>
    public static EnvironmentException Unreadable(string path, Exception cause) =>
        new($"Cannot read {path}: {cause.Message} Check the disk and its rights.", cause);

    private static ReleaseFile Of(string folder, string path, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = File.OpenHandle(Path.Combine(folder, path), options: FileOptions.SequentialScan);
            var length = 0L;
            while (RandomAccess.Read(file, buffer, length) is var read and > 0)
            {
                cancel.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                length += read;
            }

            return new ReleaseFile(path, length, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>Size and SHA-256 of files, streamed.</summary>
internal static class FileDigest
{
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
            await using var stream = new FileStream(Path.Combine(folder, path), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var digest = await SHA256.HashDataAsync(stream, cancel);
            return new ReleaseFile(path, stream.Length, Convert.ToHexStringLower(digest));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Cannot read {path}: {e.Message} Check the disk and its rights.", e);
        }
    }
}

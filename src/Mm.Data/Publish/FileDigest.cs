using System.Security.Cryptography;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>Size and SHA-256 of files, streamed.</summary>
internal static class FileDigest
{
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

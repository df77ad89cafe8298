using System.Buffers;
using System.Security.Cryptography;
using Mm.Data.Pipeline;

namespace Mm.Data.Storage;

/// <summary>Length and digests of a file from one pass: MD5 is what blob services keep beside a blob, SHA-256 is ours.</summary>
internal sealed record BothDigests(long Bytes, string Sha256, byte[] Md5)
{
    private const int BufferBytes = 1 << 18;

    /// <exception cref="EnvironmentException">The file cannot be read.</exception>
    public static async Task<BothDigests> OfAsync(string file, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            await using var stream = File.OpenRead(file);
            var length = 0L;
            while (await stream.ReadAsync(buffer, cancel) is var read and > 0)
            {
                sha256.AppendData(buffer, 0, read);
                md5.AppendData(buffer, 0, read);
                length += read;
            }

            return new BothDigests(length, Convert.ToHexStringLower(sha256.GetHashAndReset()), md5.GetHashAndReset());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Cannot read {file}: {e.Message} Check the disk and its rights.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

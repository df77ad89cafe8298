using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Mm.Data.Storage;

/// <summary>Reads stretches of one version of a blob: another version is a fault, never a mixture.</summary>
/// <param name="blob">Which.</param>
/// <param name="bytes">How long it is.</param>
/// <param name="version">Its ETag; null for a blob that nobody writes twice.</param>
internal sealed class BlobReads(BlobClient blob, long bytes, string? version)
{
    public long Bytes { get; } = bytes;

    /// <exception cref="Pipeline.EnvironmentException">The service is away, or the blob is another by now.</exception>
    public async ValueTask<Stream> OpenAsync(long offset, long length, CancellationToken cancel)
    {
        if (length > 0)
        {
            var answer = await BlobFault.GuardAsync(
                blob.Uri.Host, () => blob.DownloadStreamingAsync(Options(offset, length), cancel), cancel);
            return new BlobStream(answer.Value, blob.Uri.Host, length);
        }

        // No range of nothing can be asked for; that the blob is still this one can.
        await BlobFault.GuardAsync(blob.Uri.Host, () => blob.GetPropertiesAsync(Conditions, cancel), cancel);
        return new MemoryStream([], writable: false);
    }

    public async ValueTask<byte[]> ReadAsync(long offset, int length, CancellationToken cancel)
    {
        var into = new byte[length];
        await using var stream = await OpenAsync(offset, length, cancel);
        await stream.ReadExactlyAsync(into, cancel);
        return into;
    }

    public byte[] Read(long offset, int length)
    {
        var into = new byte[length];
        using var stream = Open(offset, length);
        stream.ReadExactly(into);
        return into;
    }

    /// <summary>The whole, for who cannot wait otherwise.</summary>
    public Stream Open() => Bytes == 0 ? new MemoryStream([], writable: false) : Open(0, Bytes);

    private BlobStream Open(long offset, long length) => BlobFault.Guard(
        blob.Uri.Host,
        () => new BlobStream(blob.DownloadStreaming(Options(offset, length), CancellationToken.None).Value, blob.Uri.Host, length));

    private BlobRequestConditions? Conditions => version is null ? null : new() { IfMatch = new ETag(version) };

    private BlobDownloadOptions Options(long offset, long length) => new()
    {
        Range = offset == 0 && length == Bytes ? default : new HttpRange(offset, length),
        Conditions = Conditions,
    };
}

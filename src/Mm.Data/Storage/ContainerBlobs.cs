using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Storage;

/// <summary>Blobs of a container, read and written under conditions.</summary>
internal sealed class ContainerBlobs(BlobContainerClient container, BlobAddress root, StorageOptions options) : IBlobs
{
    /// <summary>Metadata of a blob; the service checks MD5, we SHA-256.</summary>
    private const string Sha256Name = "sha256";

    private readonly string _host = container.Uri.Host;

    public BlobAddress Root => root;

    public BlobLimits Limits => new(options.Parallel, options.LeftoverDays);

    public Task<StoredBlob?> ReadAsync(string path, CancellationToken cancel) => GuardAsync(async () =>
    {
        try
        {
            var answer = (await Client(path).DownloadContentAsync(cancel)).Value;
            return new StoredBlob(answer.Content.ToArray(), new BlobMark(answer.Details.ETag.ToString(), answer.Details.LastModified));
        }
        catch (RequestFailedException e) when (BlobFault.IsAbsent(e))
        {
            return null;
        }
    }, cancel);

    public ReadOnlyMemory<byte>? Read(string path) => BlobFault.Guard(_host, () =>
    {
        try
        {
            return Client(path).DownloadContent().Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (BlobFault.IsAbsent(e))
        {
            return (ReadOnlyMemory<byte>?)null;
        }
    });

    public Task<BlobMark?> MarkAsync(string path, CancellationToken cancel) => GuardAsync(async () =>
    {
        try
        {
            var there = (await Client(path).GetPropertiesAsync(cancellationToken: cancel)).Value;
            return new BlobMark(there.ETag.ToString(), there.LastModified);
        }
        catch (RequestFailedException e) when (BlobFault.IsAbsent(e))
        {
            return null;
        }
    }, cancel);

    public Stream OpenBlocks(string path, long bytes, int blockBytes) =>
        new BlobBlocks(new BlobReads(Client(path), bytes, version: null), blockBytes);

    public Stream OpenWhole(string path, long bytes) => new BlobReads(Client(path), bytes, version: null).Open();

    public async Task<BlobMark?> WriteAsync(string path, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel)
    {
        var upload = new BlobUploadOptions { Conditions = Condition(version), TransferValidation = Checked };
        var written = await GuardAsync(async () =>
        {
            try
            {
                var answer = (await Client(path).UploadAsync(BinaryData.FromBytes(bytes), upload, cancel)).Value;
                return new BlobMark(answer.ETag.ToString(), answer.LastModified);
            }
            catch (RequestFailedException e) when (BlobFault.IsConditionFalse(e))
            {
                return null;
            }
        }, cancel);
        if (written is not null)
            return written;
        return await ReadAsync(path, cancel) is { } there && bytes.Span.SequenceEqual(there.Bytes) ? there.Mark : null;
    }

    public async Task UploadAsync(string path, string file, string? sha256, CancellationToken cancel)
    {
        var digest = await BothDigests.OfAsync(file, cancel);
        if (sha256 is not null && sha256 != digest.Sha256)
        {
            throw new EnvironmentException(
                $"{path} is not what it was when its digest was taken. Check the disk under the work folder, then run the same "
                + "command again.");
        }

        if (await IsThereAsync(path, digest, cancel))
            return;
        var upload = new BlobUploadOptions
        {
            Conditions = Condition(version: null),
            TransferOptions = new StorageTransferOptions
            {
                InitialTransferSize = options.BlockKib * 1024L,
                MaximumTransferSize = options.BlockKib * 1024L,
                MaximumConcurrency = 2,
            },
            TransferValidation = Checked,
            HttpHeaders = new BlobHttpHeaders { ContentHash = digest.Md5 },
            Metadata = new Dictionary<string, string> { [Sha256Name] = digest.Sha256 },
        };
        var isWritten = await GuardAsync(async () =>
        {
            try
            {
                await Client(path).UploadAsync(file, upload, cancel);
                return true;
            }
            catch (RequestFailedException e) when (BlobFault.IsConditionFalse(e))
            {
                return false;
            }
        }, cancel);
        if (!isWritten && !await IsThereAsync(path, digest, cancel))
            throw new EnvironmentException($"{root.Below(path)} was there and is gone again. Stop the other runs, then run again.");
    }

    public async Task DownloadAsync(string path, string file, CancellationToken cancel)
    {
        await using var to = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var answer = await GuardAsync(() => Client(path).DownloadStreamingAsync(cancellationToken: cancel), cancel);
        await using var from = new BlobStream(answer.Value, _host, answer.Value.Details.ContentLength);
        await from.CopyToAsync(to, cancel);
    }

    public async IAsyncEnumerable<ListedBlob> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancel)
    {
        var skip = root.Below("").Path.Length;
        var pages = container.GetBlobsAsync(new GetBlobsOptions { Prefix = root.Below(prefix).Path }, cancel).GetAsyncEnumerator(cancel);
        await using var closing = pages;
        while (await GuardAsync(async () => await pages.MoveNextAsync(), cancel))
        {
            var blob = pages.Current;
            yield return new ListedBlob(
                blob.Name[skip..], blob.Properties.ContentLength ?? 0, blob.Properties.LastModified ?? DateTimeOffset.MinValue);
        }
    }

    public Task DeleteAsync(string path, CancellationToken cancel) =>
        GuardAsync(() => Client(path).DeleteIfExistsAsync(cancellationToken: cancel), cancel);

    // A block that was damaged on its way is refused by the service.
    private static UploadTransferValidationOptions Checked => new() { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 };

    private static BlobRequestConditions Condition(string? version) =>
        version is null ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = new ETag(version) };

    private async Task<bool> IsThereAsync(string path, BothDigests digest, CancellationToken cancel)
    {
        var there = await GuardAsync(async () =>
        {
            try
            {
                return (await Client(path).GetPropertiesAsync(cancellationToken: cancel)).Value;
            }
            catch (RequestFailedException e) when (BlobFault.IsAbsent(e))
            {
                return null;
            }
        }, cancel);
        if (there is null)
            return false;
        return there.ContentLength == digest.Bytes && there.Metadata.TryGetValue(Sha256Name, out var stated) && stated == digest.Sha256
            ? true
            : throw new EnvironmentException(
                $"Another file lies at {root.Below(path)}. Delete it, or Restore the container, then run the same command again.");
    }

    private BlobClient Client(string path) => container.GetBlobClient(root.Below(path).Path);

    private Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancel) => BlobFault.GuardAsync(_host, call, cancel);
}

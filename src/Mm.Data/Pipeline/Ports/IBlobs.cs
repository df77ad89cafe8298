namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// Blobs below an address, read and written under conditions. Paths are relative to it. Every call may end in an
/// <see cref="EnvironmentException"/>: the service is away, or refuses.
/// </summary>
public interface IBlobs
{
    BlobAddress Root { get; }

    BlobLimits Limits { get; }

    /// <summary>A small blob whole; null where there is none.</summary>
    Task<StoredBlob?> ReadAsync(string path, CancellationToken cancel);

    /// <summary>The same for code that cannot wait otherwise; a few KiB.</summary>
    ReadOnlyMemory<byte>? Read(string path);

    /// <summary>Which version of a blob lies there now; null where there is none.</summary>
    Task<BlobMark?> MarkAsync(string path, CancellationToken cancel);

    /// <summary>A blob of so many bytes that nobody writes twice, for reading here and there: a request a block.</summary>
    Stream OpenBlocks(string path, long bytes, int blockBytes);

    /// <summary>The same for reading once, from front to back.</summary>
    Stream OpenWhole(string path, long bytes);

    /// <summary>
    /// Writes a small blob where what lies there is still of <paramref name="version"/>, or where nothing lies (null). An answer that was
    /// lost on its way is made up for: what lies there with these very bytes was written.
    /// </summary>
    /// <returns>What was written; null where the condition did not hold, and nothing was.</returns>
    Task<BlobMark?> WriteAsync(string path, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel);

    /// <summary>
    /// Uploads a file in blocks, each checked by the service against its digest, where nothing lies yet. What lies there already with the
    /// same SHA-256 is left.
    /// </summary>
    /// <param name="path">Where to.</param>
    /// <param name="file">Path of the file.</param>
    /// <param name="sha256">What its digest has to be, in lower-case hex; null where nobody knows it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="EnvironmentException">Another file lies there, or the file has another digest.</exception>
    Task UploadAsync(string path, string file, string? sha256, CancellationToken cancel);

    /// <summary>Copies a blob into a new file.</summary>
    Task DownloadAsync(string path, string file, CancellationToken cancel);

    /// <summary>All blobs whose path begins so.</summary>
    IAsyncEnumerable<ListedBlob> ListAsync(string prefix, CancellationToken cancel);

    Task DeleteAsync(string path, CancellationToken cancel);
}

/// <summary>Blobs on their way at once, and days after which what was never finished may be deleted.</summary>
public sealed record BlobLimits(int Parallel, int LeftoverDays);

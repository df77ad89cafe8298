using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Storage;

/// <summary>
/// Blobs as files: what stands before a slash in their names is a folder. Every read is of the version that was listed (If-Match on its
/// ETag), so a blob that is replaced meanwhile is a fault and never a mixture of two.
/// </summary>
internal sealed class BlobFiles(BlobServiceClient account) : IFiles
{
    private readonly ConcurrentDictionary<string, BlobContainerClient> _containers = new(StringComparer.Ordinal);

    public bool IsRemote => true;

    public async Task<IReadOnlyList<FileEntry>> ListAsync(string folder, CancellationToken cancel)
    {
        var address = BlobAddress.Parse(folder);
        return await BlobFault.GuardAsync(account.Uri.Host, () => ListAsync(address, int.MaxValue, cancel), cancel);
    }

    public async Task<FileEntry?> FindAsync(string place, CancellationToken cancel)
    {
        var address = BlobAddress.Parse(place);
        var file = address.Path.Length > 0 ? await HeadAsync(address, cancel) : null;
        if (file is { Bytes: > 0 })
            return file;
        // Accounts with real folders show each as an empty blob too.
        return await BlobFault.GuardAsync(account.Uri.Host, () => ListAsync(address, 1, cancel), cancel) is { Count: > 0 }
            ? new FileEntry(NameOf(address.Path), FileEntryKind.Folder)
            : file;
    }

    public Task<FileEntry?> LookAsync(string place, CancellationToken cancel) => FindAsync(place, cancel);

    public ValueTask<Stream> OpenAsync(FileVersion file, long offset, long length, CancellationToken cancel) =>
        Reads(file).OpenAsync(offset, length, cancel);

    public ValueTask<Stream> OpenSeekableAsync(FileVersion file, CancellationToken cancel) =>
        ValueTask.FromResult<Stream>(new BlobBlocks(Reads(file)));

    public FileState StateOf(FileVersion file) => new(file.Version, file.Modified);

    private BlobReads Reads(FileVersion file)
    {
        var folder = BlobAddress.Parse(file.Folder);
        return new BlobReads(Container(folder).GetBlobClient(folder.Below(file.Name).Path), file.Bytes, file.Version);
    }

    private BlobContainerClient Container(BlobAddress address) =>
        _containers.GetOrAdd(address.Container, account.GetBlobContainerClient);

    private async Task<FileEntry?> HeadAsync(BlobAddress address, CancellationToken cancel)
    {
        var blob = Container(address).GetBlobClient(address.Path);
        try
        {
            var found = await BlobFault.GuardAsync(account.Uri.Host, () => FoundAsync(blob, cancel), cancel);
            return found is null ? null : new FileEntry(NameOf(address.Path), FileEntryKind.File)
            {
                Bytes = found.ContentLength,
                Version = found.ETag.ToString(),
                Modified = found.LastModified,
            };
        }
        catch (ConfigurationException)
        {
            return null; // no such container: listing says so
        }
    }

    private static async Task<BlobProperties?> FoundAsync(BlobClient blob, CancellationToken cancel)
    {
        try
        {
            return (await blob.GetPropertiesAsync(cancellationToken: cancel)).Value;
        }
        catch (RequestFailedException e) when (BlobFault.IsAbsent(e))
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<FileEntry>> ListAsync(BlobAddress folder, int max, CancellationToken cancel)
    {
        var prefix = folder.Path.Length == 0 ? "" : folder.Path + "/";
        var entries = new List<FileEntry>();
        var options = new GetBlobsByHierarchyOptions { Prefix = prefix, Delimiter = "/" };
        await foreach (var item in Container(folder).GetBlobsByHierarchyAsync(options, cancel))
        {
            if (entries.Count == max)
                break;
            if (item.IsPrefix || item.Blob.Name.Length > prefix.Length) // what is named like the folder itself only marks it
                entries.Add(EntryOf(item, prefix.Length));
        }

        // See FindAsync.
        var folders = entries.Where(entry => entry.Kind is FileEntryKind.Folder).Select(entry => entry.Name)
            .ToHashSet(StringComparer.Ordinal);
        entries.RemoveAll(entry => entry is { Kind: FileEntryKind.File, Bytes: 0 } && folders.Contains(entry.Name));
        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    private static FileEntry EntryOf(BlobHierarchyItem item, int skip)
    {
        var name = item.IsPrefix ? item.Prefix[skip..^1] : item.Blob.Name[skip..];
        if (!BlobAddress.IsPart(name))
            return new FileEntry(name, FileEntryKind.UnsafeName);
        return item.IsPrefix ? new FileEntry(name, FileEntryKind.Folder) : new FileEntry(name, FileEntryKind.File)
        {
            Bytes = item.Blob.Properties.ContentLength ?? 0,
            Version = item.Blob.Properties.ETag?.ToString() ?? "",
            Modified = item.Blob.Properties.LastModified ?? default,
        };
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}

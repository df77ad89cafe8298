using System.Security.Cryptography;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Publish;

/// <summary>
/// Copies a release out of a container into a folder, where it is the same release, file by file, as a run makes in a folder. Everything
/// that reads releases reads such a copy.
/// </summary>
public static class ReleaseCopy
{
    /// <summary>The manifest of the release at a place, without its files.</summary>
    /// <exception cref="ConfigurationException">No release lies there.</exception>
    public static async Task<ReleaseManifest> ManifestAsync(string place, IBlobs? blobs, CancellationToken cancel)
    {
        if (blobs is not null)
            return ReadManifest(blobs, (await FindAsync(blobs, cancel)).Bytes);
        using var release = await ReleaseReader.OpenAsync(place, cancel);
        return release.Manifest;
    }

    /// <summary>
    /// A checked copy of the release that lies in a container now: every file that the manifest names has the digest that it states. The
    /// same release is copied once.
    /// </summary>
    /// <param name="blobs">Where the release lies.</param>
    /// <param name="folderOf">The folder of a copy by its name, which follows from the manifest.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ConfigurationException">No release lies there.</exception>
    /// <exception cref="EnvironmentException">A file is missing or damaged, the service is away, or the disk is full.</exception>
    public static async Task<string> CheckedAsync(IBlobs blobs, Func<string, string> folderOf, CancellationToken cancel)
    {
        var stored = await FindAsync(blobs, cancel);
        var manifest = ReadManifest(blobs, stored.Bytes);
        var folder = folderOf(Convert.ToHexStringLower(SHA256.HashData(stored.Bytes))[..32]);
        if (!File.Exists(Path.Combine(folder, ReleaseManifest.FileName)))
            await CheckedAsync(blobs, manifest, stored, folder, cancel);
        return folder;
    }

    /// <summary>Copies everything that lies there, as it is, into a new folder: what is wrong with it is for who looks at it.</summary>
    /// <exception cref="ConfigurationException">No release lies there.</exception>
    public static async Task AsItIsAsync(IBlobs blobs, string folder, CancellationToken cancel)
    {
        var stored = await FindAsync(blobs, cancel);
        try
        {
            await CopyAsync(blobs, OutputContainer.FolderOf(ReleaseManifest.Parse(stored.Bytes)), folder, cancel);
        }
        catch (FormatException)
        {
            Directory.CreateDirectory(folder); // where its files lie only a manifest says
        }

        await File.WriteAllBytesAsync(Path.Combine(folder, ReleaseManifest.FileName), stored.Bytes, cancel);
    }

    private static async Task CheckedAsync(
        IBlobs blobs, ReleaseManifest manifest, StoredBlob stored, string folder, CancellationToken cancel)
    {
        var part = $"{folder}.{Environment.ProcessId}{Durable.TemporarySuffix}";
        try
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
            await CopyAsync(blobs, OutputContainer.FolderOf(manifest), part, cancel);
            var digests = await FileDigest.AllAsync(part, manifest.Files().Select(file => file.Path), cancel);
            var wrong = manifest.Files().FirstOrDefault(
                file => (digests[file.Path].Bytes, digests[file.Path].Sha256) != (file.Bytes, file.Sha256));
            if (wrong is not null)
            {
                throw new EnvironmentException(
                    $"{blobs.Root}: {wrong.Path} is not what the manifest says. Check the release with mmdata verify {blobs.Root}.");
            }

            await Durable.WriteAsync(Path.Combine(part, ReleaseManifest.FileName), stored.Bytes, cancel);
            if (!Durable.TryRenameFolder(part, folder) && !File.Exists(Path.Combine(folder, ReleaseManifest.FileName)))
                throw new EnvironmentException($"The folder {folder} holds something else. Check it, and name another.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"Cannot write into {folder}: {e.Message} Check its rights and the disk's room, then try again.", e);
        }
        finally
        {
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
        }
    }

    private static async Task CopyAsync(IBlobs blobs, string from, string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var options = new ParallelOptions { MaxDegreeOfParallelism = blobs.Limits.Parallel, CancellationToken = cancel };
        await Parallel.ForEachAsync(blobs.ListAsync(from, cancel), options, async (blob, stop) =>
        {
            var path = blob.Path[from.Length..];
            if (!ReleasePaths.IsInside(path) || path == ReleaseManifest.FileName)
                return; // the manifest that counts is the one that was read
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await blobs.DownloadAsync(blob.Path, file, stop);
        });
    }

    private static async Task<StoredBlob> FindAsync(IBlobs blobs, CancellationToken cancel) =>
        await blobs.ReadAsync(ReleaseManifest.FileName, cancel) ?? throw new ConfigurationException(
            $"No release lies in {blobs.Root}: {ReleaseManifest.FileName} is missing. Name the prefix that a run published to.");

    private static ReleaseManifest ReadManifest(IBlobs blobs, byte[] bytes)
    {
        try
        {
            return ReleaseManifest.Parse(bytes);
        }
        catch (FormatException e)
        {
            throw new EnvironmentException($"The release in {blobs.Root} cannot be read: {e.Message}", e);
        }
    }
}

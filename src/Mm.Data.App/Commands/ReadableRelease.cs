using System.Text;
using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Reader;
using Mm.Data.Storage;

namespace Mm.Data.App.Commands;

/// <summary>A release that a command reads: its folder, or for one in a container a copy on this machine.</summary>
internal static class ReadableRelease
{
    public static Stores Stores(AppSettings settings) => new(settings.Storage, settings.State.Folder);

    /// <summary>A folder of the release; a copy is checked by its digests and kept under the work folder for the next command.</summary>
    /// <exception cref="ConfigurationException">No release lies there.</exception>
    public static async Task<string> FolderAsync(string place, AppSettings settings, CancellationToken cancel)
    {
        var stores = Stores(settings);
        return stores.BlobsOf(place) is { } blobs
            ? await ReleaseCopy.CheckedAsync(blobs, stores.CopyOf, cancel)
            : place;
    }

    /// <summary>The release where it lies; one in a container is read by ranges.</summary>
    /// <exception cref="ConfigurationException">No release lies there.</exception>
    public static Task<ReleaseReader> OpenAsync(string place, AppSettings settings, CancellationToken cancel) =>
        Stores(settings).BlobsOf(place) is { } blobs
            ? ReleaseReader.OpenAsync(blobs, cancel)
            : ReleaseReader.OpenAsync(place, cancel);

    /// <summary>
    /// The list of revoked rows beside a release in a container, as a file beside its copy; null where there is none, or the release lies
    /// in a folder, where its reader finds the list.
    /// </summary>
    public static async Task<string?> RevokedAsync(string place, string copy, AppSettings settings, CancellationToken cancel)
    {
        if (!BlobAddress.IsOne(place) || await RevokedList.Beside(place, Stores(settings)).ReadAsync(cancel) is not { } text)
            return null;
        var file = $"{copy}.{Revocations.FileName}";
        await Durable.WriteAsync(file, Encoding.UTF8.GetBytes(text), cancel);
        return file;
    }

    /// <summary>Does something with the release exactly as it lies there; a copy is deleted afterwards.</summary>
    public static async Task<T> AsItIsAsync<T>(
        string place, AppSettings settings, Func<string, Task<T>> action, CancellationToken cancel)
    {
        var stores = Stores(settings);
        if (stores.BlobsOf(place) is not { } blobs)
            return await action(place);
        var folder = stores.CopyOf($"as-it-is-{Environment.ProcessId}{Durable.TemporarySuffix}");
        try
        {
            Delete(folder);
            await ReleaseCopy.AsItIsAsync(blobs, folder, cancel);
            return await action(folder);
        }
        finally
        {
            Delete(folder);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}

using Mm.Data.App.Hosting;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
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

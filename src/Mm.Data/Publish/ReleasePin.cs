using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>
/// One release held fast while it is read. Whoever replaces it swaps folders: what is held open here stays the release that the manifest
/// tells of, and the lock on its manifest keeps it from being deleted. On file systems without locks it may vanish all the same; then
/// reading fails and says so, and never goes on with the files of another.
/// </summary>
internal sealed class ReleasePin : IDisposable
{
    private const int TriesMax = 100;

    private readonly SafeFileHandle _folder;
    private readonly FileStream _manifest;

    private ReleasePin(SafeFileHandle folder, FileStream manifest, byte[] bytes)
    {
        (_folder, _manifest, ManifestBytes) = (folder, manifest, bytes);
        Folder = PathOf(folder);
    }

    /// <summary>A path to this very folder, as long as the pin is not disposed.</summary>
    public string Folder { get; }

    public byte[] ManifestBytes { get; }

    /// <summary>Whether the files are still there.</summary>
    public bool Holds => File.Exists(Path.Combine(Folder, ReleaseManifest.FileName));

    /// <exception cref="ConfigurationException">There is no release.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    public static async Task<ReleasePin> OpenAsync(string folder, CancellationToken cancel)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (await TryOpenAsync(folder, cancel) is { } pin)
                return pin;
        }

        throw new EnvironmentException($"The release in {folder} is replaced faster than it can be opened. Try again.");
    }

    public void Dispose()
    {
        _manifest.Dispose();
        _folder.Dispose();
    }

    /// <summary>Deletes a folder that no release is any more, unless somebody reads it.</summary>
    /// <returns>False: it is read, or something of it cannot be deleted. It stays for the next sweep.</returns>
    public static bool TryDelete(string folder)
    {
        try
        {
            var manifest = Path.Combine(folder, ReleaseManifest.FileName);
            using var alone = File.Exists(manifest) ? new FileStream(manifest, FileMode.Open, FileAccess.Read, FileShare.None) : null;
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(folder);
        }
    }

    /// <summary>Null: the release was replaced while it was opened.</summary>
    private static async Task<ReleasePin?> TryOpenAsync(string folder, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, ReleaseManifest.FileName)))
        {
            throw new ConfigurationException(
                $"No release lies in {folder}: {ReleaseManifest.FileName} is missing. Name the folder that a run published.");
        }

        var held = Durable.OpenFolder(folder);
        FileStream? manifest = null;
        try
        {
            var path = Path.Combine(PathOf(held), ReleaseManifest.FileName);
            manifest = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var bytes = new byte[manifest.Length];
            await manifest.ReadExactlyAsync(bytes, cancel);
            if (File.Exists(path))
            {
                var pin = new ReleasePin(held, manifest, bytes);
                (held, manifest) = (null, null);
                return pin;
            }

            return null; // it was deleted before the lock was there
        }
        catch (IOException) when (IsReplaced(folder, held!))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException(
                $"Cannot read {Path.Combine(folder, ReleaseManifest.FileName)}: {e.Message} Check the disk, then try again.", e);
        }
        finally
        {
            if (manifest is not null)
                await manifest.DisposeAsync();
            held?.Dispose();
        }
    }

    private static string PathOf(SafeFileHandle folder) =>
        string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.DangerousGetHandle()}");

    /// <summary>Whether the name stands for another folder by now.</summary>
    private static bool IsReplaced(string folder, SafeFileHandle held) =>
        Directory.ResolveLinkTarget(PathOf(held), returnFinalTarget: false)?.FullName is not { } now
        || now != Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}

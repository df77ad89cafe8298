using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Publish;

/// <summary>
/// One release held fast while it is read. Whoever replaces it swaps folders: what is held open here stays the release that the manifest
/// tells of, and the lock on its manifest keeps it from being deleted. On file systems without locks it may vanish all the same; then
/// reading fails and says so, and never goes on with the files of another.
/// </summary>
internal sealed class ReleasePin : IHeldRelease
{
    private const int TriesMax = 100;

    private readonly SafeFileHandle _folder;
    private readonly FileStream _manifest;

    private readonly Lazy<TileFolder> _tiles;

    private ReleasePin(SafeFileHandle folder, FileStream manifest, ManifestMark mark, byte[]? bytes)
    {
        (_folder, _manifest, Mark, ManifestBytes) = (folder, manifest, mark, bytes);
        Folder = PathOf(folder);
        _tiles = new(() => new TileFolder(Path.Combine(Folder, ReleasePaths.Audit)));
    }

    /// <summary>A path to this very folder, as long as the pin is not disposed.</summary>
    public string Folder { get; }

    /// <summary>Null where it is the one that is known.</summary>
    public byte[]? ManifestBytes { get; }

    /// <summary>Of the manifest's file.</summary>
    public ManifestMark Mark { get; }

    public TileReader Tiles => _tiles.Value.Read;

    /// <summary>Whether the files are still there.</summary>
    public bool Holds => System.IO.File.Exists(Path.Combine(Folder, ReleaseManifest.FileName));

    public ReadableFile File(string path, long bytes) => Path.Combine(Folder, path);

    public ReadableFile Whole(string path, long bytes) => File(path, bytes);

    public ReadOnlyMemory<byte>? Small(string path)
    {
        try
        {
            return System.IO.File.ReadAllBytes(Path.Combine(Folder, path));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Cannot read {path} of the release: {e.Message} Check the disk, then try again.", e);
        }
    }

    /// <exception cref="ConfigurationException">There is no release.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    /// <param name="folder">Where it lies.</param>
    /// <param name="known">A manifest that need not be read again where it is still that one; null: none is known.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<ReleasePin> OpenAsync(string folder, ManifestMark? known, CancellationToken cancel)
    {
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (await TryOpenAsync(folder, known, cancel) is { } pin)
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
            using var alone = System.IO.File.Exists(manifest)
                ? new FileStream(manifest, FileMode.Open, FileAccess.Read, FileShare.None)
                : null;
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(folder);
        }
    }

    /// <summary>Null: the release was replaced while it was opened.</summary>
    private static async Task<ReleasePin?> TryOpenAsync(string folder, ManifestMark? known, CancellationToken cancel)
    {
        if (!System.IO.File.Exists(Path.Combine(folder, ReleaseManifest.FileName)))
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
            var mark = new ManifestMark(manifest.Length, System.IO.File.GetLastWriteTimeUtc(manifest.SafeFileHandle).Ticks);
            var bytes = mark == known ? null : new byte[mark.Bytes];
            if (bytes is not null)
                await manifest.ReadExactlyAsync(bytes, cancel);
            if (System.IO.File.Exists(path))
            {
                var pin = new ReleasePin(held, manifest, mark, bytes);
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

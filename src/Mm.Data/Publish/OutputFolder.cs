using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>The place where a release is to appear, and what lies there now.</summary>
internal sealed class OutputFolder(string path) : IReleaseOutput
{
    private const int TriesMax = 10;

    private readonly string _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The manifest of the release that lies there; null where there is none that this version reads.</summary>
    public ReleaseManifest? ExistingRelease()
    {
        var file = Path.Combine(_path, ReleaseManifest.FileName);
        try
        {
            return ReleaseManifest.Parse(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is FormatException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Cannot read {file}: {e.Message} Check its rights, or name another output.", e);
        }
    }

    public Task<ReleaseManifest?> ExistingAsync(CancellationToken cancel) => Task.FromResult(ExistingRelease());

    public Task CheckFreeAsync(bool replace, CancellationToken cancel)
    {
        CheckFree(replace);
        return Task.CompletedTask;
    }

    public Task<bool> TakeAsync(string staging, ReleaseManifest manifest, bool replace, CancellationToken cancel) =>
        Task.FromResult(Take(staging, manifest.RunKey, replace));

    /// <exception cref="ConfigurationException">Something lies there that a release must not replace.</exception>
    public void CheckFree(bool replace)
    {
        if (File.Exists(_path))
            throw new ConfigurationException($"The output {_path} is a file. Name a folder that does not exist yet.");
        if (!Directory.Exists(_path) || !Directory.EnumerateFileSystemEntries(_path).Any())
            return;
        if (ExistingRelease() is not { } release)
        {
            throw new ConfigurationException(
                $"The output {_path} holds files that are no release. Name another folder; nothing but a release is ever replaced.");
        }

        if (!replace)
        {
            throw new ConfigurationException(
                $"The output {_path} holds another release (pipeline {release.Pipeline.Name}, run {release.RunKey}). "
                + "Name another folder, or ask to replace it.");
        }
    }

    /// <summary>
    /// Moves a whole release here in one step. What was here is deleted afterwards, or by the next run where somebody reads it still.
    /// </summary>
    /// <returns>False: another process has put the release of this very run here meanwhile.</returns>
    /// <exception cref="ConfigurationException">Another process has put something else here meanwhile.</exception>
    public bool Take(string staging, string runKey, bool replace)
    {
        var parent = Path.GetDirectoryName(_path)!;
        Directory.CreateDirectory(parent);
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (ExistingRelease() is not { } there)
            {
                if (Durable.TryRenameFolder(staging, _path)) // replaces an empty folder too
                    return true;
            }
            else if (replace)
            {
                Exchange(staging);
                return true;
            }
            else if (there.RunKey == runKey)
            {
                MakeDurable();
                return false;
            }

            CheckFree(replace);
        }

        throw new EnvironmentException($"The output {_path} changes all the time. Stop the other runs with this output, then run again.");
    }

    /// <summary>Whoever renamed the release here may have died before the rename was on the disk.</summary>
    public void MakeDurable() => Durable.SyncFolder(Path.GetDirectoryName(_path)!);

    /// <summary>
    /// A process that dies behind the exchange leaves the release that was here under the name of the staging folder. Its manifest names
    /// another run, by which the next start knows it.
    /// </summary>
    private void Exchange(string staging)
    {
        Durable.Exchange(staging, _path);
        var old = Path.TrimEndingDirectorySeparator(staging) + Durable.TemporarySuffix;
        Durable.Rename(staging, old);
        ReleasePin.TryDelete(old);
    }
}

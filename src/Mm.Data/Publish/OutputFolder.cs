using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>The place where a release is to appear, and what lies there now.</summary>
internal sealed class OutputFolder(string path)
{
    private readonly string _path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>The manifest of the release that lies there; null where there is none that this version reads.</summary>
    public ReleaseManifest? ExistingRelease()
    {
        var file = Path.Combine(_path, ReleaseManifest.FileName);
        if (!File.Exists(file))
            return null;
        try
        {
            return ReleaseManifest.Parse(File.ReadAllBytes(file));
        }
        catch (FormatException)
        {
            return null;
        }
    }

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

    /// <summary>Moves a whole release here in one step. What was here is deleted afterwards.</summary>
    public void Take(string staging)
    {
        var parent = Path.GetDirectoryName(_path)!;
        Directory.CreateDirectory(parent);
        if (ExistingRelease() is null)
        {
            Durable.Rename(staging, _path); // replaces an empty folder too
            return;
        }

        Durable.Exchange(staging, _path);
        // The old release has the staging folder's name now. Under a temporary name it is garbage even if we die before it is gone.
        var old = Path.TrimEndingDirectorySeparator(staging) + Durable.TemporarySuffix;
        Durable.Rename(staging, old);
        Directory.Delete(old, recursive: true);
    }
}

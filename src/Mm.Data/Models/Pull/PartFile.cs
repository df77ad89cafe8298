using Mm.Data.Pipeline;

namespace Mm.Data.Models.Pull;

/// <summary>What has come of a file so far, kept from one pull to the next, and the server's tag of the version it came from.</summary>
internal sealed class PartFile(string path)
{
    private readonly string _tag = path + ".tag";

    public string Path => path;

    public long Length => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>A strong entity tag with its quotes; null where the server gave none.</summary>
    public string? Tag => Length > 0 && File.Exists(_tag) ? File.ReadAllText(_tag) : null;

    /// <summary>Empties it for a version that comes from its first byte.</summary>
    public void Restart(string? tag)
    {
        Delete();
        if (tag is not null)
            File.WriteAllText(_tag, tag);
    }

    public void Delete()
    {
        File.Delete(path);
        File.Delete(_tag);
    }

    /// <exception cref="EnvironmentException">The disk is full or fails.</exception>
    public FileStream Append()
    {
        try
        {
            return new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(e);
        }
    }

    /// <summary>Makes it the file itself: on the disk first, then by name.</summary>
    public void MoveTo(string final)
    {
        Durable.SyncFile(path);
        Durable.Rename(path, final);
        File.Delete(_tag);
    }

    public EnvironmentException Unwritable(Exception e) =>
        new($"{path} cannot be written: {e.Message} Free some room or choose another --output; the same command goes on from here.", e);
}

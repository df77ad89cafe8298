namespace Mm.Data.Pipeline.Ports;

/// <summary>
/// A tree of files that can be listed, opened and read by range: folders of this machine, or blobs of an account. Places are full paths or
/// addresses (<see cref="BlobAddress"/>), with slashes. Faults never name a file, because names may hold personal data: who knows that the
/// user is there adds it.
/// </summary>
public interface IFiles
{
    /// <summary>Whether each call is a request over a network: then one listing is cheaper than many looks.</summary>
    bool IsRemote { get; }

    /// <summary>What lies directly in a folder, in ordinal order of names. A folder of blobs that holds nothing does not exist.</summary>
    /// <exception cref="IOException">It cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    /// <exception cref="EnvironmentException">The service is away, or refuses.</exception>
    Task<IReadOnlyList<FileEntry>> ListAsync(string folder, CancellationToken cancel);

    /// <summary>What lies at a place, behind links; null where nothing does.</summary>
    /// <exception cref="ConfigurationException">The container does not exist.</exception>
    /// <exception cref="EnvironmentException">The service is away, or refuses.</exception>
    Task<FileEntry?> FindAsync(string place, CancellationToken cancel);

    /// <summary>The same, but a link is told as one.</summary>
    Task<FileEntry?> LookAsync(string place, CancellationToken cancel);

    /// <summary>Opens <paramref name="length"/> bytes from <paramref name="offset"/> for one pass from front to back.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, or is another than the version asked for.</exception>
    ValueTask<Stream> OpenAsync(FileVersion file, long offset, long length, CancellationToken cancel);

    /// <summary>Opens the whole for reading here and there.</summary>
    /// <exception cref="EnvironmentException">It cannot be read, or is another than the version asked for.</exception>
    ValueTask<Stream> OpenSeekableAsync(FileVersion file, CancellationToken cancel);

    /// <summary>What tells the file from a later one: of blobs as it was listed, of files of this machine as it is now.</summary>
    /// <exception cref="EnvironmentException">It is gone or may not be looked at.</exception>
    FileState StateOf(FileVersion file);
}

/// <summary>A file as it was when it was listed.</summary>
public readonly record struct FileVersion(string Folder, string Name, long Bytes, string Version, DateTimeOffset Modified);

/// <summary>Equal tags, equal bytes.</summary>
public sealed record FileState(string Tag, DateTimeOffset Modified);

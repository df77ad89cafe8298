namespace Mm.Data.Pipeline.Ports;

public enum FileEntryKind : byte
{
    File,
    Folder,
    Link,

    /// <summary>A pipe, a socket, a device.</summary>
    NotAFile,

    /// <summary>A name that is no UTF-8, so that the file cannot be opened by it.</summary>
    UnreadableName,

    /// <summary>A blob whose name no path can stand for: an empty part, <c>.</c>, <c>..</c>, control characters.</summary>
    UnsafeName,
}

/// <summary>Something in a folder. Bytes and version are a file's.</summary>
public sealed record FileEntry(string Name, FileEntryKind Kind)
{
    public long Bytes { get; init; }

    /// <summary>Changes whenever the contents do (an ETag); "" where there is no such thing, and the length has to do.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it was last written, where listing says so.</summary>
    public DateTimeOffset Modified { get; init; }
}

using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Storage;

/// <summary>Files of this machine, or of a share that is mounted here. A file has no version but its length.</summary>
public sealed class LocalFiles : IFiles
{
    private LocalFiles()
    {
    }

    public static LocalFiles Instance { get; } = new();

    public bool IsRemote => false;

    public Task<IReadOnlyList<FileEntry>> ListAsync(string folder, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var infos = new DirectoryInfo(folder).GetFileSystemInfos();
        Array.Sort(infos, (a, b) => string.CompareOrdinal(a.Name, b.Name));
        return Task.FromResult<IReadOnlyList<FileEntry>>([.. infos.Select(EntryOf)]);
    }

    public Task<FileEntry?> FindAsync(string place, CancellationToken cancel)
    {
        if (Directory.Exists(place))
            return Task.FromResult<FileEntry?>(new FileEntry(Path.GetFileName(place), FileEntryKind.Folder));
        var file = new FileInfo(place);
        if (!file.Exists)
            return Task.FromResult<FileEntry?>(null);
        return Task.FromResult<FileEntry?>(file.LinkTarget is null
            ? EntryOf(file)
            : new FileEntry(file.Name, FileEntryKind.File) { Bytes = file.ResolveLinkTarget(true) is FileInfo target ? target.Length : 0 });
    }

    public Task<FileEntry?> LookAsync(string place, CancellationToken cancel)
    {
        FileSystemInfo info = Directory.Exists(place) ? new DirectoryInfo(place) : new FileInfo(place);
        return Task.FromResult(info.Exists || info.LinkTarget is not null ? EntryOf(info) : null);
    }

    public ValueTask<Stream> OpenAsync(FileVersion file, long offset, long length, CancellationToken cancel) =>
        ValueTask.FromResult(Checked<Stream>(() =>
        {
            var handle = File.OpenHandle(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (RandomAccess.GetLength(handle) == file.Bytes)
                return new RangeStream(handle, offset, length);
            handle.Dispose();
            throw Changed();
        }));

    public ValueTask<Stream> OpenSeekableAsync(FileVersion file, CancellationToken cancel) =>
        ValueTask.FromResult(Checked<Stream>(() =>
        {
            var stream = File.OpenRead(PathOf(file));
            if (stream.Length == file.Bytes)
                return stream;
            stream.Dispose();
            throw Changed();
        }));

    public FileState StateOf(FileVersion file) => FileStat.Of(PathOf(file));

    private static T Checked<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnvironmentException($"Its file cannot be read ({e.GetType().Name}).");
        }
    }

    private static EnvironmentException Changed() =>
        new("Its file changed after it was listed.", EnvironmentFault.SourceChanged);

    private static string PathOf(FileVersion file) => Path.Join(file.Folder, file.Name);

    private static FileEntry EntryOf(FileSystemInfo info) => info switch
    {
        { Attributes: (FileAttributes)(-1) } => new(info.Name, FileEntryKind.UnreadableName), // it did not survive the way through a string
        _ when info.Attributes.HasFlag(FileAttributes.ReparsePoint) => new(info.Name, FileEntryKind.Link),
        FileInfo file => FileKind.IsRegular(file.FullName, file.Length)
            ? new(file.Name, FileEntryKind.File) { Bytes = file.Length }
            : new(file.Name, FileEntryKind.NotAFile),
        _ => new(info.Name, FileEntryKind.Folder),
    };
}

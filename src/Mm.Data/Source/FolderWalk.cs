using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>What lies in a folder. Keys are slash paths under it.</summary>
internal sealed class FolderContents
{
    public Dictionary<string, LocatedEntry> Assets { get; } = new(StringComparer.Ordinal);

    public List<string> MetadataLists { get; } = [];
}

/// <summary>Walks a folder and everything below it, pairing assets with the captions beside them and counting all else.</summary>
internal sealed class FolderWalk(string folder, string captionKey, SourceCensus census)
{
    private const string MetadataName = "metadata.jsonl";

    private readonly FolderContents _found = new();
    private readonly List<string> _unreadable = [];
    private readonly Stack<string> _open = new();

    /// <exception cref="EnvironmentException">Folders that cannot be read, all of them at once.</exception>
    public FolderContents Run(CancellationToken cancel)
    {
        _open.Push("");
        while (_open.TryPop(out var prefix))
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                var at = new DirectoryInfo(Path.Combine(folder, prefix));
                var entries = at.GetFileSystemInfos();
                Array.Sort(entries, (a, b) => string.CompareOrdinal(a.Name, b.Name));
                Visit(prefix, at.FullName, entries);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _unreadable.Add(prefix.Length == 0 ? "." : prefix);
            }
        }

        return _unreadable.Count == 0 ? _found : throw Unreadable.Describe("folder", _unreadable);
    }

    private void Visit(string prefix, string at, FileSystemInfo[] entries)
    {
        var media = new List<FileInfo>();
        var beside = new Dictionary<string, CaptionFiles>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (WhyIgnored(entry) is { } reason)
                census.Ignore(reason);
            else if (entry is DirectoryInfo)
                _open.Push($"{prefix}{entry.Name}/");
            else
                Sort(prefix, at, (FileInfo)entry, media, beside);
        }

        foreach (var file in media)
        {
            var captions = beside.GetValueOrDefault(Path.GetFileNameWithoutExtension(file.Name));
            var key = prefix + file.Name;
            var place = captions?.Place(captionKey) ?? CaptionPlace.Nowhere;
            _found.Assets[key] = LocatedEntry.Of(key, Range(at, file), place);
        }

        foreach (var left in beside.Values)
            left.CountUnused(census);
    }

    private static string? WhyIgnored(FileSystemInfo entry) => entry switch
    {
        { Name: ['.', ..] } => "hidden",
        { Attributes: (FileAttributes)(-1) } => "name-not-utf8", // not found again: its name did not survive the way through a string
        _ when entry.Attributes.HasFlag(FileAttributes.ReparsePoint) => "link",
        FileInfo file when !FileKind.IsRegular(file.FullName, file.Length) => "not-a-file",
        _ => null,
    };

    private void Sort(string prefix, string at, FileInfo file, List<FileInfo> media, Dictionary<string, CaptionFiles> beside)
    {
        var extension = file.Extension.TrimStart('.');
        if (MediaNames.IsAsset(extension))
            media.Add(file);
        else if (MediaNames.IsText(extension) || MediaNames.IsJson(extension))
            Keep(at, file, MediaNames.IsJson(extension), beside);
        else if (file.Name == MetadataName)
            _found.MetadataLists.Add(prefix + file.Name);
        else
            census.Ignore(MediaNames.IsArchive(extension) ? "archive" : "unknown-extension");
    }

    private void Keep(string at, FileInfo file, bool isJson, Dictionary<string, CaptionFiles> beside)
    {
        var name = Path.GetFileNameWithoutExtension(file.Name);
        if (!beside.TryGetValue(name, out var captions))
            beside[name] = captions = new CaptionFiles();
        captions.Add(Range(at, file), isJson, census);
    }

    private static ByteRange Range(string at, FileInfo file) => ByteRange.Whole(file.Name, file.Length) with { Folder = at };
}

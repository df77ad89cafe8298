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
internal sealed class FolderWalk(
    IFiles files, string folder, string captionKey, bool takesDocuments, SourceCensus census)
{
    private const string MetadataName = "metadata.jsonl";

    private readonly FolderContents _found = new();
    private readonly List<string> _unreadable = [];
    private readonly Stack<string> _open = new();

    /// <exception cref="EnvironmentException">Folders that cannot be read, all of them at once.</exception>
    public async Task<FolderContents> RunAsync(CancellationToken cancel)
    {
        _open.Push("");
        while (_open.TryPop(out var prefix))
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                var at = prefix.Length == 0 ? folder : $"{folder.TrimEnd('/')}/{prefix.TrimEnd('/')}";
                Visit(prefix, at, await files.ListAsync(at, cancel));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _unreadable.Add(prefix.Length == 0 ? "." : prefix);
            }
        }

        return _unreadable.Count == 0 ? _found : throw Unreadable.Describe("folder", _unreadable);
    }

    private void Visit(string prefix, string at, IReadOnlyList<FileEntry> entries)
    {
        var media = new List<FileEntry>();
        var beside = new Dictionary<string, CaptionFiles>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (WhyIgnored(entry) is { } reason)
                census.Ignore(reason);
            else if (entry.Kind is FileEntryKind.Folder)
                _open.Push($"{prefix}{entry.Name}/");
            else
                Sort(prefix, at, entry, media, beside);
        }

        foreach (var file in media)
        {
            var captions = beside.GetValueOrDefault(Path.GetFileNameWithoutExtension(file.Name));
            var key = prefix + file.Name;
            var place = captions?.Place(captionKey) ?? CaptionPlace.Nowhere;
            _found.Assets[key] = LocatedEntry.Of(key, ByteRange.Whole(files, at, file), place) with
            {
                IsDocument = IsDocument(Path.GetExtension(file.Name).TrimStart('.')),
            };
        }

        foreach (var left in beside.Values)
            left.CountUnused(census);
    }

    private bool IsDocument(string extension) => takesDocuments && MediaNames.IsDocument(extension);

    private static string? WhyIgnored(FileEntry entry) => entry switch
    {
        { Kind: FileEntryKind.UnsafeName } => "unsafe-name",
        { Name: ['.', ..] } => "hidden",
        { Kind: FileEntryKind.UnreadableName } => "name-not-utf8",
        { Kind: FileEntryKind.Link } => "link",
        { Kind: FileEntryKind.NotAFile } => "not-a-file",
        _ => null,
    };

    private void Sort(string prefix, string at, FileEntry file, List<FileEntry> media, Dictionary<string, CaptionFiles> beside)
    {
        var extension = Path.GetExtension(file.Name).TrimStart('.');
        if (MediaNames.IsAsset(extension) || IsDocument(extension))
            media.Add(file);
        else if (MediaNames.IsText(extension) || MediaNames.IsJson(extension))
            Keep(at, file, MediaNames.IsJson(extension), beside);
        else if (file.Name == MetadataName)
            _found.MetadataLists.Add(prefix + file.Name);
        else
            census.Ignore(MediaNames.IsArchive(extension) ? "archive" : "unknown-extension");
    }

    private void Keep(string at, FileEntry file, bool isJson, Dictionary<string, CaptionFiles> beside)
    {
        var name = Path.GetFileNameWithoutExtension(file.Name);
        if (!beside.TryGetValue(name, out var captions))
            beside[name] = captions = new CaptionFiles();
        captions.Add(ByteRange.Whole(files, at, file), isJson, census);
    }
}

using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source;

/// <summary>
/// Resolves the paths of a list against the list's own folder. Whatever would leave it is a fault: an absolute path, <c>..</c>, or a
/// link on the way, so that a list from elsewhere cannot pull files of this machine into a release.
/// </summary>
internal sealed class ListedFiles(IFiles files, string folder)
{
    private readonly Dictionary<string, bool> _foldersWithoutLink = new(StringComparer.Ordinal) { [""] = true };
    private readonly Dictionary<string, Dictionary<string, FileEntry>> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    /// <summary>The file behind a path, or what is wrong with it.</summary>
    public async ValueTask<ListedFile> FindAsync(string path, CancellationToken cancel)
    {
        if (MediaNames.Resolve(path) is not { } key)
            return ListedFile.Faulty("has a path that is absolute or leaves the folder of the list");
        var parent = Parent(key);
        if (!files.IsRemote && !await IsWithoutLinkAsync(parent, cancel))
            return ListedFile.Faulty("has a path through a link");
        return await EntryAsync(parent, key, cancel) switch
        {
            null => ListedFile.Absent,
            { Kind: FileEntryKind.File } file => new ListedFile(key, ByteRange.Whole(files, PlaceOf(parent), file), null),
            { Kind: FileEntryKind.Folder } => ListedFile.Faulty("names a folder, not a file"),
            { Kind: FileEntryKind.Link } => ListedFile.Faulty("has a path through a link"),
            _ => ListedFile.Faulty("names something that is not a file"),
        };
    }

    /// <summary>Over a network a folder is listed once: a list names thousands of its files, and each would be a request.</summary>
    private async ValueTask<FileEntry?> EntryAsync(string parent, string key, CancellationToken cancel)
    {
        if (!files.IsRemote)
            return await files.LookAsync($"{PlaceOf(parent)}/{NameOf(key)}", cancel);
        if (!BlobAddress.IsPart(NameOf(key)) || (parent.Length > 0 && !parent.Split('/').All(BlobAddress.IsPart)))
            return null; // no file here has such a name
        if (!_listed.TryGetValue(parent, out var entries))
        {
            _listed[parent] = entries = new(StringComparer.Ordinal);
            foreach (var entry in await files.ListAsync(PlaceOf(parent), cancel))
                entries[entry.Name] = entry.Kind is FileEntryKind.Folder ? entries.GetValueOrDefault(entry.Name, entry) : entry;
        }

        return entries.GetValueOrDefault(NameOf(key));
    }

    private async ValueTask<bool> IsWithoutLinkAsync(string parent, CancellationToken cancel)
    {
        if (_foldersWithoutLink.TryGetValue(parent, out var known))
            return known;
        var without = await IsWithoutLinkAsync(Parent(parent), cancel)
            && await files.LookAsync(PlaceOf(parent), cancel) is not { Kind: FileEntryKind.Link };
        _foldersWithoutLink[parent] = without;
        return without;
    }

    /// <summary>One string a folder, however many files of it are named.</summary>
    private string PlaceOf(string parent)
    {
        if (!_places.TryGetValue(parent, out var place))
            _places[parent] = place = parent.Length == 0 ? folder : $"{folder.TrimEnd('/')}/{parent}";
        return place;
    }

    private static string Parent(string key) => key.LastIndexOf('/') is var slash and >= 0 ? key[..slash] : "";

    private static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];
}

/// <summary>A file under the folder of a list, by its slash path; or the fault that stands in its place.</summary>
internal sealed record ListedFile(string Key, ByteRange? Range, string? Fault)
{
    /// <summary>The path is sound but nothing is there: counted, because one lost file must not end a night's run.</summary>
    public static ListedFile Absent { get; } = Faulty("names a file that does not exist");

    public static ListedFile Faulty(string fault) => new("", null, fault);
}

namespace Mm.Data.Source;

/// <summary>
/// Resolves the paths of a list against the list's own folder. Whatever would leave it is a fault: an absolute path, <c>..</c>, or a
/// link on the way, so that a list from elsewhere cannot pull files of this machine into a release.
/// </summary>
internal sealed class ListedFiles(string folder)
{
    private readonly Dictionary<string, bool> _foldersWithoutLink = new(StringComparer.Ordinal) { [""] = true };

    /// <summary>The file behind a path, or what is wrong with it.</summary>
    public ListedFile Find(string path)
    {
        if (MediaNames.Resolve(path) is not { } key)
            return ListedFile.Faulty("has a path that is absolute or leaves the folder of the list");
        if (!IsWithoutLink(Parent(key)))
            return ListedFile.Faulty("has a path through a link");

        var file = new FileInfo(Path.Combine(folder, key));
        if (Directory.Exists(file.FullName))
            return ListedFile.Faulty("names a folder, not a file");
        if (!file.Exists)
            return ListedFile.Absent;
        if (file.LinkTarget is not null)
            return ListedFile.Faulty("has a path through a link");
        return FileKind.IsRegular(file.FullName, file.Length)
            ? new ListedFile(key, ByteRange.Whole(file.FullName, file.Length), null)
            : ListedFile.Faulty("names something that is not a file");
    }

    private bool IsWithoutLink(string parent)
    {
        if (_foldersWithoutLink.TryGetValue(parent, out var known))
            return known;
        var without = IsWithoutLink(Parent(parent)) && new DirectoryInfo(Path.Combine(folder, parent)).LinkTarget is null;
        _foldersWithoutLink[parent] = without;
        return without;
    }

    private static string Parent(string key) => key.LastIndexOf('/') is var slash and >= 0 ? key[..slash] : "";
}

/// <summary>A file under the folder of a list, by its slash path; or the fault that stands in its place.</summary>
internal sealed record ListedFile(string Key, ByteRange Range, string? Fault)
{
    /// <summary>The path is sound but nothing is there: counted, because one lost file must not end a night's run.</summary>
    public static ListedFile Absent { get; } = Faulty("names a file that does not exist");

    public static ListedFile Faulty(string fault) => new("", ByteRange.Whole("", 0), fault);
}

using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Documents;

/// <summary>
/// Puts the files in place that a page names as its pictures, where they lie beside it or in folders below: a page's word opens nothing
/// else, follows no link and leads to no other store. Pages in archives stand alone. Whatever is not there is omitted.
/// </summary>
internal sealed class LinkedPictures(ByteRange document, DocumentOptions options)
{
    private readonly HashSet<Sha256Digest> _seen = [];
    private readonly List<ByteRange> _files = [];

    /// <summary>The files that were put in place.</summary>
    public IReadOnlyList<ByteRange> Files => _files;

    /// <summary>The parts without any that is linked.</summary>
    /// <exception cref="EnvironmentException">A file is there and cannot be read.</exception>
    public async Task<IReadOnlyList<DocumentPart>> ResolveAsync(IReadOnlyList<DocumentPart> parts, CancellationToken cancel)
    {
        var left = ((long)options.PicturesMib << 20) - parts.Sum(part => (long)part.Picture.Length);
        var resolved = new List<DocumentPart>(parts.Count);
        foreach (var part in parts)
        {
            if (part.Kind is not DocumentPartKind.Linked)
            {
                resolved.Add(part);
                continue;
            }

            var file = await FindAsync(part.Text, cancel);
            if (file is null || file.Length == 0 || file.Length > left)
            {
                resolved.Add(new DocumentPart(DocumentPartKind.Omitted, ""));
                continue;
            }

            var picture = await file.ReadAsync(file.Length, cancel);
            left -= file.Length;
            _files.Add(file);
            if (_seen.Add(Sha256Digest.Of(picture))) // one that came before says nothing new
                resolved.Add(new DocumentPart(DocumentPartKind.Picture, "") { Number = part.Number, Picture = picture });
        }

        return resolved;
    }

    private async Task<ByteRange?> FindAsync(string path, CancellationToken cancel)
    {
        var isWhole = document.Offset == 0 && document.Length == document.FileBytes;
        if (!isWhole || path.Contains("..", StringComparison.Ordinal) || MediaNames.Resolve(path) is not { } inside
            || MediaNames.IsHidden(inside) || !MediaNames.IsAsset(Path.GetExtension(inside).TrimStart('.')))
            return null;
        var (folder, names) = (document.Folder, inside.Split('/'));
        foreach (var name in names[..^1])
        {
            folder = $"{folder.TrimEnd('/')}/{name}";
            if (await LookAsync(folder, cancel) is not { Kind: FileEntryKind.Folder })
                return null;
        }

        return await LookAsync($"{folder.TrimEnd('/')}/{names[^1]}", cancel) is { Kind: FileEntryKind.File } file
            ? ByteRange.Whole(document.Files, folder, file)
            : null;
    }

    private async Task<FileEntry?> LookAsync(string place, CancellationToken cancel)
    {
        try
        {
            return await document.Files.LookAsync(place, cancel);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // a name that no file can have
        }
    }
}

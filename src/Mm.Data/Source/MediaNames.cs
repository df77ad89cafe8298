namespace Mm.Data.Source;

/// <summary>
/// What a file may be by its name. Names only choose which files enter: what an asset is, the decoder says by content.
/// </summary>
internal static class MediaNames
{
    private static readonly HashSet<string> Assets = new(StringComparer.OrdinalIgnoreCase)
    {
        "jpg", "jpeg", "png", "webp", "gif", "tif", "tiff", "bmp", "avif", "heic", "heif",
        "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts",
        "wav", "mp3", "flac", "ogg", "oga", "opus", "m4a", "aac",
    };

    private static readonly HashSet<string> Archives = new(StringComparer.OrdinalIgnoreCase)
    {
        "tar", "tgz", "gz", "bz2", "xz", "zst", "zip", "7z", "rar",
    };

    private static readonly HashSet<string> Documents = new(StringComparer.OrdinalIgnoreCase) { "pdf", "html", "htm", "xhtml" };

    private static readonly HashSet<string> Films = new(StringComparer.OrdinalIgnoreCase)
    {
        "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts",
    };

    /// <summary>Whether a file is cut into clips, where films are cut.</summary>
    public static bool IsFilm(string extension) => Films.Contains(extension);

    public static bool IsAsset(string extension) => Assets.Contains(extension);

    /// <summary>Whether a file is taken apart as a document, where documents are taken.</summary>
    public static bool IsDocument(string extension) => Documents.Contains(extension);

    public static bool IsArchive(string extension) => Archives.Contains(extension);

    public static bool IsText(string extension) => extension.Equals("txt", StringComparison.OrdinalIgnoreCase);

    public static bool IsJson(string extension) => extension.Equals("json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Hidden by the convention of Unix: some part of the name starts with a dot.</summary>
    public static bool IsHidden(string slashPath) => slashPath.StartsWith('.') || slashPath.Contains("/.", StringComparison.Ordinal);

    /// <summary>
    /// A relative slash path with <c>.</c> and <c>..</c> worked out, or null where it is absolute, leaves its folder, is empty or
    /// holds a NUL.
    /// </summary>
    public static string? Resolve(string path)
    {
        if (path.Length is 0 or > 4096 || path[0] == '/' || path.Contains('\0'))
            return null;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
                return null;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "."))
                parts.Add(part);
        }

        return parts.Count == 0 ? null : string.Join('/', parts);
    }
}

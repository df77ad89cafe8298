namespace Mm.Data.Render;

/// <summary>
/// Pictures in whose middle lies what is known to be there, by kind: <c>face.jpg</c> holds a face, <c>text.png</c> a line of text with
/// personal data. A detector that does not find it has stopped working.
/// </summary>
/// <param name="folders">Where they may lie; the first that has one of a kind gives it. Folders that do not exist are skipped.</param>
public sealed class CanaryPictures(IReadOnlyList<string> folders)
{
    /// <summary>The folder's name under a folder of models.</summary>
    public const string FolderName = "canaries";

    private static readonly string[] Extensions = [".jpg", ".png"];

    /// <summary>Path of the picture of a kind; null where there is none.</summary>
    public string? Find(string kind) => folders
        .SelectMany(folder => Extensions.Select(extension => Path.Combine(folder, kind + extension)))
        .FirstOrDefault(File.Exists);
}

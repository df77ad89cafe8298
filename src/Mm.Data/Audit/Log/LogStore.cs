namespace Mm.Data.Audit.Log;

/// <summary>
/// A ledger to append to: its folder, the key that signs, and the origin that a new one gets (empty: made from its first release).
/// </summary>
public sealed record LogStore(string Folder, string Origin, PrivateKey Key)
{
    /// <summary>Hidden, in the folder that holds releases.</summary>
    public const string FolderName = ".mmdata-ledger";

    /// <summary>The ledger of the settings, or the one of the folder that <paramref name="output"/> lies in.</summary>
    public static LogStore Of(AuditOptions options, string output, PrivateKey key) => new(
        options.Log.Length > 0
            ? Path.GetFullPath(options.Log)
            : Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))) ?? "/", FolderName),
        options.Origin,
        key);
}

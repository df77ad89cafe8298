using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Audit.Log;

/// <summary>
/// A ledger to append to: its folder or address, the key that signs, and the origin that a new one gets (empty: made from its first
/// release).
/// </summary>
public sealed record LogStore(string Folder, string Origin, PrivateKey Key)
{
    /// <summary>Hidden, in the folder that holds releases.</summary>
    public const string FolderName = ".mmdata-ledger";

    /// <summary>What lies at the address; null for a folder.</summary>
    public IBlobs? Blobs { get; init; }

    /// <summary>The ledger of the settings, or the one of the folder or prefix that <paramref name="output"/> lies in.</summary>
    public static LogStore Of(AuditOptions options, string output, PrivateKey key, Func<string, IBlobs?> blobsOf)
    {
        var place = PlaceOf(options, output);
        return new LogStore(place, options.Origin, key) { Blobs = blobsOf(place) };
    }

    private static string PlaceOf(AuditOptions options, string output)
    {
        if (options.Log.Length > 0)
            return BlobAddress.Full(options.Log);
        return BlobAddress.IsOne(output)
            ? BlobAddress.Parse(output).Parent.Below(FolderName).ToString()
            : Path.Combine(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))) ?? "/", FolderName);
    }
}

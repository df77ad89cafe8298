namespace Mm.Data.Audit.Log;

/// <summary>Names under <c>audit/</c> of a release, and in the ledger's own folder.</summary>
public static class ReleaseLogFiles
{
    public const string Checkpoint = "checkpoint";
    public const string History = "history.json";
    public const string Tiles = "tile";

    /// <summary>Of the ledger's own place alone: which release stands where.</summary>
    public const string Index = "releases.json";

    /// <summary>Every file that proves a release's leaves, as paths under its audit folder.</summary>
    public static IEnumerable<string> Of(long from, long size) => [Checkpoint, History, .. Tile.Of(from, size).Select(tile => tile.Path)];

    public static bool IsOne(string path) =>
        path is Checkpoint or History || path.StartsWith(Tiles + "/", StringComparison.Ordinal);
}

using System.Collections.Concurrent;
using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Publish;

/// <summary>
/// A release in a container, read by ranges: nothing of it is copied. Its files' names follow from its manifest and nobody writes one
/// twice (ADR 0016), so it stays that release without being held; what was deleted meanwhile is told as gone. Any number may
/// read it at once.
/// </summary>
internal sealed class ContainerRelease(IBlobs blobs, ReleaseManifest manifest) : IHeldRelease
{
    private const int TilesMax = 1024;
    private const int LinesBlockBytes = 1 << 16;
    private const int BlockBytes = 1 << 20;

    private readonly string _prefix = OutputContainer.FolderOf(manifest);
    private readonly ConcurrentDictionary<Tile, ReadOnlyMemory<byte>?> _tiles = [];

    public bool Holds => true;

    public string Folder =>
        throw new EnvironmentException(
            $"{blobs.Root} is no folder. Take a copy first with mmdata copy {blobs.Root} FOLDER, and name that.");

    public TileReader Tiles => ReadTile;

    // Lines are searched by halves, a few bytes each; columns are read as they lie.
    public ReadableFile File(string path, long bytes) => new(path, () => blobs.OpenBlocks(
        _prefix + path, bytes, path.StartsWith(ReleasePaths.Audit, StringComparison.Ordinal) ? LinesBlockBytes : BlockBytes));

    public ReadableFile Whole(string path, long bytes) => new(path, () => blobs.OpenWhole(_prefix + path, bytes));

    public ReadOnlyMemory<byte>? Small(string path) => blobs.Read(_prefix + path);

    public void Dispose()
    {
        // Nothing is held.
    }

    private ReadOnlyMemory<byte>? ReadTile(Tile tile)
    {
        if (_tiles.TryGetValue(tile, out var kept))
            return kept;
        var read = Small($"{ReleasePaths.Audit}/{tile.Path}");
        if (read is { } bytes && bytes.Length < tile.Bytes)
            return null;
        if (_tiles.Count >= TilesMax)
            _tiles.Clear();
        return _tiles[tile] = read?[..tile.Bytes];
    }
}

using Mm.Data.Audit.Log;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>
/// Which tiles of a release's folder lead to the signed root: the right edge together, each full tile by its hash in the tile above.
/// </summary>
internal sealed class TileTrust(TileFolder tiles, LedgerPlace place, Checkpoint checkpoint, Action<string, string, string> report)
{
    /// <summary>
    /// The leaf hashes that the ledger holds for the release, by place in it; null where no tile tells. Where the tiles do not lead to the
    /// root, that is reported, and what they hold still tells where leaves and tiles part.
    /// </summary>
    public byte[]?[] Leaves()
    {
        var all = Tile.Of(place.From, checkpoint.Size).ToArray();
        foreach (var tile in all.Where(tile => tiles.Read(tile) is null))
            report("tile-missing", Where(tile), "It is missing or too short.");
        if (!EdgeLeadsToRoot())
            report("ledger-root", Where(all[^1]), "The tiles do not give the root of the checkpoint: they or it were changed.");
        foreach (var tile in all.Where(tile => tile.IsFull))
        {
            if (tiles.Read(tile) is not { } hashes || Above(tile) is not { } above)
                continue;
            if (!TileTree.Over(hashes.Span).AsSpan().SequenceEqual(above.Span))
                report("tile-differs", Where(tile), "Its hash is not the one in the tile above.");
        }

        var leaves = new byte[]?[checkpoint.Size - place.From];
        foreach (var tile in all.Where(tile => tile.Level == 0))
        {
            for (var at = 0; at < tile.Width; at++)
            {
                var leaf = (tile.Index << Tile.Height) + at - place.From;
                if (leaf >= 0 && leaf < leaves.Length && tiles.Read(tile) is { } read)
                    leaves[leaf] = read.Slice(at * Merkle.HashBytes, Merkle.HashBytes).ToArray();
            }
        }

        return leaves;
    }

    private bool EdgeLeadsToRoot() =>
        Tile.Edge(checkpoint.Size).All(tile => tiles.Read(tile) is not null)
        && new TileTree(tiles.Read, checkpoint.Size).Root().AsSpan().SequenceEqual(checkpoint.Root);

    private ReadOnlyMemory<byte>? Above(Tile tile)
    {
        var nodes = checkpoint.Size >> (Tile.Height * (tile.Level + 1));
        var above = tile.Above;
        above = above with { Width = (int)Math.Min(Tile.FullWidth, nodes - (above.Index << Tile.Height)) };
        return tiles.Read(above)?.Slice(tile.PlaceAbove * Merkle.HashBytes, Merkle.HashBytes);
    }

    private static string Where(Tile tile) => $"{ReleasePaths.Audit}/{tile.Path}";
}

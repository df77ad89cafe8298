using Mm.Data.Pipeline;

namespace Mm.Data.Audit.Log;

/// <summary>Takes a tile that is whole, or the last of its level.</summary>
public delegate Task TileTaker(Tile tile, ReadOnlyMemory<byte> hashes, CancellationToken cancel);

/// <summary>
/// Adds leaves to a tree in tiles. It begins from the right edge alone: what lies to the left is never read again. Each tile is given
/// out when it is full, those that stay partial at the end.
/// </summary>
public sealed class TileWriter
{
    private readonly TileTaker _take;
    private readonly List<List<byte>> _open = [];
    private long _size;

    private TileWriter(TileTaker take, long size) => (_take, _size) = (take, size);

    /// <exception cref="EnvironmentException">A tile of the right edge is missing.</exception>
    public static TileWriter Open(TileReader read, TileTaker take, long size)
    {
        var writer = new TileWriter(take, size);
        foreach (var tile in Tile.Edge(size))
        {
            var hashes = read(tile)
                ?? throw new EnvironmentException($"The ledger lacks a tile of its right edge: {tile.Path}. Restore it from a copy.");
            writer.Level(tile.Level).AddRange(hashes.Span);
        }

        return writer;
    }

    public Task AddAsync(ReadOnlyMemory<byte> leafHash, CancellationToken cancel)
    {
        _size++;
        return AddAsync(0, leafHash, cancel);
    }

    /// <summary>Gives out the right edge; the tree's size now.</summary>
    public async Task<long> CompleteAsync(CancellationToken cancel)
    {
        foreach (var tile in Tile.Edge(_size))
            await _take(tile, Level(tile.Level).ToArray(), cancel);
        return _size;
    }

    private async Task AddAsync(int level, ReadOnlyMemory<byte> hash, CancellationToken cancel)
    {
        var open = Level(level);
        open.AddRange(hash.Span);
        if (open.Count < Tile.FullWidth * Merkle.HashBytes)
            return;
        var full = open.ToArray();
        open.Clear();
        await _take(new Tile(level, (_size >> (Tile.Height * (level + 1))) - 1, Tile.FullWidth), full, cancel);
        await AddAsync(level + 1, TileTree.Over(full), cancel);
    }

    private List<byte> Level(int level)
    {
        while (_open.Count <= level)
            _open.Add([]);
        return _open[level];
    }
}

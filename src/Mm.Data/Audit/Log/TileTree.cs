using Mm.Data.Pipeline;

namespace Mm.Data.Audit.Log;

/// <summary>The tile's hashes beside each other; null where it cannot be had.</summary>
public delegate ReadOnlyMemory<byte>? TileReader(Tile tile);

/// <summary>
/// The tree of <paramref name="size"/> leaves whose tiles can be had: its root and its proofs, from a few tiles each. Nothing here is
/// checked against a signature; what is computed holds for the tiles as they are.
/// </summary>
public sealed class TileTree(TileReader tiles, long size)
{
    public long Size => size;

    public byte[] Root() => size == 0 ? Merkle.EmptyRoot : Hash(0, size);

    /// <summary>The path from leaf <paramref name="index"/> to the root, from below (RFC 6962, section 2.1.1).</summary>
    public IReadOnlyList<byte[]> ProveInclusion(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var proof = new List<byte[]>();
        for (long from = 0, to = size; to - from > 1;)
        {
            var middle = from + Merkle.Left(to - from);
            proof.Add(index < middle ? Hash(middle, to) : Hash(from, middle));
            (from, to) = index < middle ? (from, middle) : (middle, to);
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>That this tree begins with the one of <paramref name="old"/> leaves (RFC 6962, section 2.1.2).</summary>
    public IReadOnlyList<byte[]> ProveConsistency(long old)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(old, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(old, size);
        var proof = new List<byte[]>();
        var (from, to) = (0L, size);
        var given = true; // the verifier knows the old root, so it is not told it
        while (old != to)
        {
            var middle = from + Merkle.Left(to - from);
            if (old <= middle)
            {
                proof.Add(Hash(middle, to));
                to = middle;
            }
            else
            {
                proof.Add(Hash(from, middle));
                from = middle;
                given = false;
            }
        }

        if (!given)
            proof.Add(Hash(from, to));
        proof.Reverse();
        return proof;
    }

    /// <summary>The hash over a part of the leaves that is a node of this tree.</summary>
    private byte[] Hash(long from, long to)
    {
        var count = to - from;
        if ((count & (count - 1)) == 0 && from % count == 0)
            return Complete(System.Numerics.BitOperations.Log2((ulong)count), from / count);
        var middle = from + Merkle.Left(count);
        return Merkle.NodeHash(Hash(from, middle), Hash(middle, to));
    }

    /// <summary>The node over 2^<paramref name="level"/> leaves, the <paramref name="index"/>-th of its level.</summary>
    private byte[] Complete(int level, long index)
    {
        var (row, above) = (level / Tile.Height, level % Tile.Height);
        var first = index << above; // of the tile row's hashes
        var tile = new Tile(row, first >> Tile.Height, (int)Math.Min(Tile.FullWidth, (size >> (Tile.Height * row)) - (first & ~255L)));
        var hashes = tiles(tile)
            ?? throw new EnvironmentException($"The ledger lacks a tile: {tile.Path}. Restore the folder from a copy.");
        return Over(hashes.Span.Slice((int)(first & 255) * Merkle.HashBytes, Merkle.HashBytes << above));
    }

    /// <summary>The node over a power of two of hashes that lie beside each other.</summary>
    public static byte[] Over(ReadOnlySpan<byte> hashes)
    {
        var level = hashes.ToArray();
        for (var length = level.Length; length > Merkle.HashBytes; length /= 2)
        {
            for (var at = 0; at < length; at += 2 * Merkle.HashBytes)
            {
                Merkle.NodeHash(
                    level.AsSpan(at, Merkle.HashBytes), level.AsSpan(at + Merkle.HashBytes, Merkle.HashBytes),
                    level.AsSpan(at / 2, Merkle.HashBytes));
            }
        }

        return level[..Merkle.HashBytes];
    }
}

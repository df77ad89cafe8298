using System.Security.Cryptography;
using Mm.Data.Audit.Log;

namespace Mm.Data.Audit;

/// <summary>
/// The leaves of a tree of RFC 6962 in memory, 32 bytes each, with its root. The ledger of a release store lies in tiles
/// (<see cref="TileTree"/>); this one holds the leaves of one release before they are appended, and tells trees apart.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<byte> _leaves = [];

    public long Count => _leaves.Count / Merkle.HashBytes;

    /// <summary>The root in lower-case hex; of no leaves, the SHA-256 of nothing.</summary>
    public string Root => Convert.ToHexStringLower(RootHash());

    /// <summary>Adds the next leaf by its data.</summary>
    public void Add(ReadOnlySpan<byte> data) => AddHash(Merkle.LeafHash(data));

    public void AddHash(ReadOnlySpan<byte> leafHash) => _leaves.AddRange(leafHash);

    /// <summary>The hash of a leaf; valid until the next one is added.</summary>
    public ReadOnlySpan<byte> Leaf(long index) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_leaves).Slice((int)index * Merkle.HashBytes, Merkle.HashBytes);

    public byte[] RootHash() => Count == 0 ? SHA256.HashData([]) : Hash(0, Count);

    private byte[] Hash(long from, long to)
    {
        if (to - from == 1)
            return Leaf(from).ToArray();
        var middle = from + Merkle.Left(to - from);
        return Merkle.NodeHash(Hash(from, middle), Hash(middle, to));
    }
}

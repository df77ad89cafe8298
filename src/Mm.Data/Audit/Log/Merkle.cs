using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Mm.Data.Audit.Log;

/// <summary>
/// Hashes and proof checks of the tree of RFC 6962 (Certificate Transparency), section 2.1, over SHA-256: a leaf is hashed with a 0x00
/// before it, a node with 0x01, so that neither can pass for the other. Checks never throw on what a proof may hold.
/// </summary>
public static class Merkle
{
    public const int HashBytes = SHA256.HashSizeInBytes;

    private const int StackBytes = 1024;

    /// <summary>The root of no leaves: SHA-256 of nothing.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] LeafHash(ReadOnlySpan<byte> data)
    {
        var length = data.Length + 1;
        var rented = length > StackBytes ? ArrayPool<byte>.Shared.Rent(length) : null;
        try
        {
            Span<byte> buffer = rented is null ? stackalloc byte[StackBytes] : rented;
            buffer[0] = 0;
            data.CopyTo(buffer[1..]);
            return SHA256.HashData(buffer[..length]);
        }
        finally
        {
            if (rented is not null)
                ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashBytes];
        NodeHash(left, right, hash);
        return hash;
    }

    /// <summary>Into <paramref name="to"/>, which may be one of the two.</summary>
    public static void NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> to)
    {
        Span<byte> buffer = stackalloc byte[1 + (2 * HashBytes)];
        buffer[0] = 1;
        left.CopyTo(buffer[1..]);
        right.CopyTo(buffer[(1 + HashBytes)..]);
        SHA256.HashData(buffer, to);
    }

    /// <summary>Leaves of the left half of a tree of at least two: the largest power of two below <paramref name="count"/>.</summary>
    public static long Left(long count) => 1L << BitOperations.Log2((ulong)count - 1);

    /// <summary>Whether <paramref name="proof"/> leads from the leaf to the root (RFC 9162, section 2.1.3.2).</summary>
    public static bool VerifyInclusion(byte[] leafHash, long index, long size, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= size || !AreHashes([leafHash, root, .. proof]))
            return false;
        var node = leafHash;
        var last = size - 1;
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if ((index & 1) == 1 || index == last)
            {
                node = NodeHash(sibling, node);
                while ((index & 1) == 0 && index != 0)
                {
                    index >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                node = NodeHash(node, sibling);
            }

            index >>= 1;
            last >>= 1;
        }

        return last == 0 && node.AsSpan().SequenceEqual(root);
    }

    /// <summary>
    /// Whether the tree of <paramref name="size"/> leaves begins with the one of <paramref name="oldSize"/> (RFC 9162, section 2.1.4.2).
    /// Of an empty old tree nothing can be said, so it never holds.
    /// </summary>
    public static bool VerifyConsistency(long oldSize, long size, byte[] oldRoot, byte[] root, IReadOnlyList<byte[]> proof) =>
        oldSize > 0 && VerifySubtree(0, oldSize, size, oldRoot, root, proof);

    /// <summary>
    /// Whether leaves <paramref name="start"/> to <paramref name="end"/> stand in the tree of <paramref name="size"/> leaves with that
    /// root as a subtree of their own (draft-ietf-plants-merkle-tree-certs, section 4.4.3). RFC 6962's consistency is the case of start 0.
    /// </summary>
    public static bool VerifySubtree(
        long start, long end, long size, byte[] subtreeRoot, byte[] root, IReadOnlyList<byte[]> proof)
    {
        if (!IsSubtree(start, end) || end > size)
            return false;
        if (start == 0 && end == size && size > 0)
            return proof.Count == 0 && subtreeRoot.AsSpan().SequenceEqual(root); // the whole tree: nothing is hashed
        if (!AreHashes([subtreeRoot, .. proof]))
            return false;
        if (start == end)
            return proof.Count == 0 && subtreeRoot.AsSpan().SequenceEqual(EmptyRoot);
        return AreHashes([root]) && LeadsToBoth(start, end - 1, size - 1, subtreeRoot, root, proof);
    }

    /// <summary>Whether the leaf stands at <paramref name="index"/> of the tree, in the subtree from start to end with that root.</summary>
    public static bool VerifySubtreeInclusion(
        byte[] leafHash, long index, long start, long end, IReadOnlyList<byte[]> proof, byte[] subtreeRoot) =>
        IsSubtree(start, end) && VerifyInclusion(leafHash, index - start, end - start, proof, subtreeRoot);

    /// <summary>
    /// Rebuilds both roots on the way up. <paramref name="first"/> and <paramref name="last"/> are the subtree's outer leaves,
    /// <paramref name="end"/> the tree's last one, all three as nodes of the level that the walk has reached.
    /// </summary>
    private static bool LeadsToBoth(
        long first, long last, long end, byte[] subtreeRoot, byte[] root, IReadOnlyList<byte[]> proof)
    {
        while (first != last && (last == end || (last & 1) == 1))
            (first, last, end) = (first >> 1, last >> 1, end >> 1);
        var given = first == last;
        if (!given && proof.Count == 0)
            return false;
        var inner = given ? subtreeRoot : proof[0];
        var outer = inner;
        foreach (var node in given ? proof : proof.Skip(1))
        {
            if (end == 0)
                return false;
            if ((last & 1) == 1 || last == end)
            {
                if (first < last)
                    inner = NodeHash(node, inner);
                outer = NodeHash(node, outer);
                while ((last & 1) == 0)
                    (first, last, end) = (first >> 1, last >> 1, end >> 1);
            }
            else
            {
                outer = NodeHash(outer, node);
            }

            (first, last, end) = (first >> 1, last >> 1, end >> 1);
        }

        return end == 0 && inner.AsSpan().SequenceEqual(subtreeRoot) && outer.AsSpan().SequenceEqual(root);
    }

    // A subtree begins at a multiple of the smallest power of two that holds it.
    private static bool IsSubtree(long start, long end) =>
        start >= 0 && start <= end && end <= 1L << 62
        && (start == end || (start & ((long)BitOperations.RoundUpToPowerOf2((ulong)(end - start)) - 1)) == 0);

    private static bool AreHashes(IReadOnlyList<byte[]> hashes) => hashes.All(hash => hash.Length == HashBytes);
}

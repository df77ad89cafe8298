using System.Numerics;
using System.Security.Cryptography;

namespace Mm.Data.Audit;

/// <summary>
/// The hash tree of RFC 6962 (Certificate Transparency), section 2.1, over SHA-256: a leaf is hashed with a 0x00 before it, a node with
/// 0x01, so that neither can pass for the other. 32 bytes of memory a leaf.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<byte[]> _leaves = [];

    public long Count => _leaves.Count;

    /// <summary>The root in lower-case hex; of no leaves, the SHA-256 of nothing.</summary>
    public string Root => Convert.ToHexStringLower(_leaves.Count == 0 ? SHA256.HashData([]) : Hash(0, _leaves.Count));

    /// <summary>Adds the next leaf by its data.</summary>
    public void Add(ReadOnlySpan<byte> data) => _leaves.Add(LeafHash(data));

    /// <summary>The path from leaf <paramref name="index"/> to the root, from below (RFC 6962, section 2.1.1).</summary>
    public IReadOnlyList<byte[]> Prove(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _leaves.Count);
        var proof = new List<byte[]>();
        for (int from = 0, to = _leaves.Count; to - from > 1;)
        {
            var middle = from + Left(to - from);
            if (index < middle)
            {
                proof.Add(Hash(middle, to));
                to = middle;
            }
            else
            {
                proof.Add(Hash(from, middle));
                from = middle;
            }
        }

        proof.Reverse();
        return proof;
    }

    public static byte[] LeafHash(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(data);
        return hash.GetHashAndReset();
    }

    /// <summary>Whether <paramref name="proof"/> leads from the leaf to the root (RFC 9162, section 2.1.3.2).</summary>
    public static bool Verify(byte[] leafHash, long index, long count, IReadOnlyList<byte[]> proof, byte[] root)
    {
        if (index < 0 || index >= count || leafHash.Length != SHA256.HashSizeInBytes)
            return false;
        var node = leafHash;
        var last = count - 1;
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

    private byte[] Hash(int from, int to)
    {
        if (to - from == 1)
            return _leaves[from];
        var middle = from + Left(to - from);
        return NodeHash(Hash(from, middle), Hash(middle, to));
    }

    /// <summary>Leaves of the left half: the largest power of two below <paramref name="count"/>.</summary>
    private static int Left(int count) => 1 << BitOperations.Log2((uint)count - 1);

    private static byte[] NodeHash(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}

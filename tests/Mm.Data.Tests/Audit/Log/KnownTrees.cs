using System.Text;
using Mm.Data.Audit;
using Mm.Data.Audit.Log;

namespace Mm.Data.Tests.Audit.Log;

/// <summary>Trees whose roots are known, and proofs as RFC 6962 defines them, by recursion and without tiles.</summary>
internal static class KnownTrees
{
    /// <summary>The inputs that implementations of RFC 6962 test against, for 0 to 8 leaves.</summary>
    public static string[] Inputs { get; } =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    public static string[] Roots { get; } =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    public static byte[] Leaf(long index) => Merkle.LeafHash(Encoding.UTF8.GetBytes($"leaf {index}"));

    public static MerkleTree Counted(int count)
    {
        var tree = new MerkleTree();
        for (var index = 0; index < count; index++)
            tree.AddHash(Leaf(index));
        return tree;
    }

    /// <summary>MTH(D[from:to]).</summary>
    public static byte[] Hash(long from, long to)
    {
        if (to - from == 1)
            return Leaf(from);
        var middle = from + Half(to - from);
        return Merkle.NodeHash(Hash(from, middle), Hash(middle, to));
    }

    /// <summary>PATH(m, D[from:to]), section 2.1.1.</summary>
    public static IEnumerable<byte[]> Path(long index, long from, long to)
    {
        if (to - from == 1)
            return [];
        var middle = from + Half(to - from);
        return index < middle
            ? Path(index, from, middle).Append(Hash(middle, to))
            : Path(index, middle, to).Append(Hash(from, middle));
    }

    /// <summary>SUBPROOF(m, D[from:to], b), section 2.1.2.</summary>
    public static IEnumerable<byte[]> Consistency(long old, long from, long to, bool given = true)
    {
        if (old == to)
            return given ? [] : [Hash(from, to)];
        var middle = from + Half(to - from);
        return old <= middle
            ? Consistency(old, from, middle, given).Append(Hash(middle, to))
            : Consistency(old, middle, to, given: false).Append(Hash(from, middle));
    }

    // The definition's words, not the library's bits: the largest power of two smaller than n.
    private static long Half(long count)
    {
        long half = 1;
        while (half * 2 < count)
            half *= 2;
        return half;
    }
}

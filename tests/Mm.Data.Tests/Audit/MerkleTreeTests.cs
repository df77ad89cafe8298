using System.Text;
using System.Text.Json;
using CsCheck;
using Mm.Data.Audit;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit;

public sealed class MerkleTreeTests
{
    /// <summary>The inputs and roots that implementations of RFC 6962 test against, for 0 to 8 leaves.</summary>
    private static readonly string[] Inputs =
        ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

    private static readonly string[] Roots =
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

    [Fact]
    public void Roots_are_those_of_the_standard_for_0_to_8_leaves()
    {
        var tree = new MerkleTree();
        var roots = new List<string> { tree.Root };
        foreach (var input in Inputs)
        {
            tree.Add(Convert.FromHexString(input));
            roots.Add(tree.Root);
        }

        Assert.Equal(Roots, roots);
    }

    [Fact]
    public void Every_leaf_of_every_tree_is_proved_and_nowhere_else() => Gen.Int[1, 70].Sample(count =>
    {
        var tree = Tree(count);
        var root = Convert.FromHexString(tree.Root);
        return Enumerable.Range(0, count).All(index =>
        {
            var leaf = MerkleTree.LeafHash(Encoding.UTF8.GetBytes($"leaf {index}"));
            var proof = tree.Prove(index);
            return MerkleTree.Verify(leaf, index, count, proof, root)
                && !MerkleTree.Verify(leaf, (index + 1) % count, count, proof, root) == count > 1
                && !MerkleTree.Verify(MerkleTree.LeafHash([1]), index, count, proof, root);
        });
    });

    [Fact]
    public void A_changed_leaf_changes_the_root()
    {
        var tree = Tree(9);
        var changed = Tree(8);
        changed.Add("other"u8);

        Assert.NotEqual(tree.Root, changed.Root);
    }

    [Fact]
    public void The_public_inclusion_vectors_are_accepted_and_refused_as_they_say()
    {
        var folder = Path.Combine(Checkout.Shared, "data", "merkle-vectors", "testdata", "inclusion");
        Assert.SkipUnless(Directory.Exists(folder), "The shared data set merkle-vectors is absent.");
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);

        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using var vector = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = vector.RootElement;
            byte[][] proof = root.GetProperty("proof") is { ValueKind: JsonValueKind.Array } list
                ? [.. list.EnumerateArray().Select(item => item.GetBytesFromBase64())]
                : [];
            var accepted = MerkleTree.Verify(
                Bytes(root.GetProperty("leafHash")),
                (long)root.GetProperty("leafIdx").GetUInt64(),
                (long)root.GetProperty("treeSize").GetUInt64(),
                proof,
                Bytes(root.GetProperty("root")));
            Assert.Equal(!root.GetProperty("wantErr").GetBoolean(), accepted);
        });
    }

    private static byte[] Bytes(JsonElement element) => element.ValueKind is JsonValueKind.Null ? [] : element.GetBytesFromBase64();

    private static MerkleTree Tree(int count)
    {
        var tree = new MerkleTree();
        for (var index = 0; index < count; index++)
            tree.Add(Encoding.UTF8.GetBytes($"leaf {index}"));
        return tree;
    }
}

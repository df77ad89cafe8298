using Mm.Data.Audit;
using Mm.Data.Tests.Audit.Log;
using Xunit;

namespace Mm.Data.Tests.Audit;

public sealed class MerkleTreeTests
{
    [Fact]
    public void Roots_are_those_of_the_standard_for_0_to_8_leaves()
    {
        var tree = new MerkleTree();
        var roots = new List<string> { tree.Root };
        foreach (var input in KnownTrees.Inputs)
        {
            tree.Add(Convert.FromHexString(input));
            roots.Add(tree.Root);
        }

        Assert.Equal(KnownTrees.Roots, roots);
    }

    [Fact]
    public void A_changed_leaf_changes_the_root()
    {
        var changed = KnownTrees.Counted(8);
        changed.Add("other"u8);

        Assert.NotEqual(KnownTrees.Counted(9).Root, changed.Root);
    }
}

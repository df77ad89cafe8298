using Mm.Data.Audit.Log;
using Mm.Data.Pipeline;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>Proves leaves of a release from a few of its tiles, against the checkpoint that lies beside them.</summary>
internal sealed class LeafProver
{
    private readonly ReleaseManifest _manifest;
    private readonly TileTree _tree;

    private LeafProver(ReleaseManifest manifest, TileTree tree, Checkpoint checkpoint) =>
        (_manifest, _tree, Checkpoint) = (manifest, tree, checkpoint);

    public Checkpoint Checkpoint { get; }

    /// <exception cref="EnvironmentException">The release has no readable checkpoint.</exception>
    public static LeafProver Open(ReleaseReader release)
    {
        try
        {
            var checkpoint = Checkpoint.Parse(release.CheckpointBytes());
            if (checkpoint.Size != release.Manifest.Ledger.Size)
                throw new FormatException("its size is not the one of the manifest.");
            return new LeafProver(release.Manifest, new TileTree(release.Tiles, checkpoint.Size), checkpoint);
        }
        catch (Exception e) when (e is FormatException)
        {
            throw new EnvironmentException(
                $"The checkpoint of the release cannot be read: {e.Message} Run verify to see what else is wrong.", e);
        }
    }

    /// <summary>The proof that these bytes are the <paramref name="leaf"/>-th leaf of the release; null where none holds.</summary>
    public LeafProof? Prove(ReadOnlySpan<byte> line, long leaf)
    {
        var (hash, index) = (Merkle.LeafHash(line), _manifest.Ledger.From + leaf);
        if (index >= _tree.Size)
            return null;
        try
        {
            var proof = _tree.ProveInclusion(index);
            return Merkle.VerifyInclusion(hash, index, _tree.Size, proof, Checkpoint.Root)
                ? new LeafProof(index, Convert.ToHexStringLower(hash), [.. proof.Select(Convert.ToHexStringLower)])
                : null;
        }
        catch (EnvironmentException)
        {
            return null; // a tile is missing
        }
    }
}

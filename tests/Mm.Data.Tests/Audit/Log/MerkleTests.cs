using System.Text.Json;
using CsCheck;
using Mm.Data.Audit.Log;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Audit.Log;

[Promise(PromiseAttribute.Audit, "The hash tree is that of RFC 6962: inclusion and consistency proofs behave as the published vectors say.")]
public sealed class MerkleTests
{
    private const int Vectors = 518;

    [Fact]
    public void The_518_public_vectors_are_accepted_and_refused_as_they_say()
    {
        var folder = Path.Combine(Checkout.Shared, "data", "merkle-vectors", "testdata");
        Assert.SkipUnless(Directory.Exists(folder), "The shared data set merkle-vectors is absent.");
        var files = Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories);

        Assert.Equal(Vectors, files.Length);
        Assert.All(files, file =>
        {
            using var vector = JsonDocument.Parse(File.ReadAllBytes(file));
            var root = vector.RootElement;
            var kind = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0];
            Assert.True(Accepts(kind, root) != root.GetProperty("wantErr").GetBoolean(), file);
        });
    }

    /// <summary>Every tree of up to 20 leaves: each proof by the standard's own recursion, and near misses of each.</summary>
    [Fact]
    public void Our_own_vectors_are_accepted_and_their_near_misses_refused()
    {
        var (accepted, refused) = (0, 0);
        for (var size = 1; size <= 20; size++)
        {
            var root = KnownTrees.Hash(0, size);
            for (var index = 0; index < size; index++)
            {
                var (leaf, proof, at, all) = (KnownTrees.Leaf(index), KnownTrees.Path(index, 0, size).ToArray(), index, size);
                Check(Merkle.VerifyInclusion(leaf, at, all, proof, root));
                foreach (var changed in Changed(proof))
                    CheckNot(Merkle.VerifyInclusion(leaf, at, all, changed, root));
                CheckNot(Merkle.VerifyInclusion(leaf, at ^ 1, all, proof, root) && size > 1);
                CheckNot(Merkle.VerifyInclusion(leaf, at, all * 2, proof, root));
                CheckNot(Merkle.VerifyInclusion(KnownTrees.Leaf(index + 1), at, all, proof, root));
                CheckNot(Merkle.VerifyInclusion(leaf, at, all, proof, KnownTrees.Hash(0, size + 1)));
            }

            for (var old = 1; old <= size; old++)
            {
                var (oldRoot, proof) = (KnownTrees.Hash(0, old), KnownTrees.Consistency(old, 0, size).ToArray());
                Check(Merkle.VerifyConsistency(old, size, oldRoot, root, proof));
                foreach (var changed in Changed(proof))
                    CheckNot(Merkle.VerifyConsistency(old, size, oldRoot, root, changed));
                CheckNot(old < size && Merkle.VerifyConsistency(old, size, root, oldRoot, proof));
                CheckNot(Merkle.VerifyConsistency(old, size, KnownTrees.Hash(0, old + 1), root, proof));
                CheckNot(old < size && Merkle.VerifyConsistency(size, old, root, oldRoot, proof));
                CheckNot(Merkle.VerifyConsistency(0, size, Merkle.EmptyRoot, root, []));
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{accepted} accepted, {refused} refused");
        Assert.True(accepted == 420 && refused > 4000, $"{accepted} accepted, {refused} refused");

        void Check(bool holds)
        {
            Assert.True(holds);
            accepted++;
        }

        void CheckNot(bool holds)
        {
            Assert.False(holds);
            refused++;
        }
    }

    [Fact]
    public void Hashes_of_any_length_and_none_are_refused_and_never_throw() => Gen.Byte.Array[0, 40].Array[0, 6].Sample(proof =>
    {
        Merkle.VerifyInclusion(KnownTrees.Leaf(1), 1, 5, proof, KnownTrees.Hash(0, 5));
        return !Merkle.VerifyInclusion([], 0, 1, [], []) && !Merkle.VerifyConsistency(2, 5, [], [], proof);
    });

    private static IEnumerable<byte[][]> Changed(byte[][] proof)
    {
        yield return [.. proof, KnownTrees.Leaf(99)];
        yield return [KnownTrees.Leaf(99), .. proof];
        if (proof.Length > 0)
            yield return proof[..^1];
        for (var at = 0; at < proof.Length; at++)
        {
            var bit = (byte[])proof[at].Clone();
            bit[at % bit.Length] ^= 16;
            yield return [.. proof[..at], bit, .. proof[(at + 1)..]];
            yield return [.. proof[..at], [], .. proof[(at + 1)..]];
        }
    }

    private static bool Accepts(string kind, JsonElement vector) => kind switch
    {
        "inclusion" => Merkle.VerifyInclusion(
            Hash(vector, "leafHash"), Number(vector, "leafIdx"), Number(vector, "treeSize"), Proof(vector), Hash(vector, "root")),
        "consistency" => Merkle.VerifyConsistency(
            Number(vector, "size1"), Number(vector, "size2"), Hash(vector, "root1"), Hash(vector, "root2"), Proof(vector)),
        "subtreeinclusion" => Merkle.VerifySubtreeInclusion(
            Hash(vector, "leafHash"), Number(vector, "leafIdx"), Number(vector, "start"), Number(vector, "end"), Proof(vector),
            Hash(vector, "root")),
        "subtreeconsistency" => Merkle.VerifySubtree(
            Number(vector, "start"), Number(vector, "end"), Number(vector, "size"), Hash(vector, "root1"), Hash(vector, "root2"),
            Proof(vector)),
        _ => throw new InvalidOperationException($"Vectors of an unknown kind: {kind}."),
    };

    private static long Number(JsonElement vector, string name) => unchecked((long)vector.GetProperty(name).GetUInt64());

    private static byte[] Hash(JsonElement vector, string name) =>
        vector.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetBytesFromBase64() : [];

    private static byte[][] Proof(JsonElement vector) => vector.GetProperty("proof") is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(item => item.GetBytesFromBase64())]
        : [];
}

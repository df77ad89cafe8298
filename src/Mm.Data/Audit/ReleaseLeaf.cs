using System.Buffers;
using System.Text.Json;
using Mm.Data.Publish;

namespace Mm.Data.Audit;

/// <summary>
/// The last leaf of a release: canonical JSON that holds the digest of its manifest, and so of every file. Through it the signature speaks
/// for shards, features, card and numbers too. The digest leaves out what follows from the leaf: the place in the ledger.
/// </summary>
internal static class ReleaseLeaf
{
    public static byte[] Of(ReleaseManifest manifest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", "release");
            json.WriteString("manifest", manifest.ContentSha256());
            json.WriteString("release", manifest.RunKey);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

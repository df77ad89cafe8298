using System.Globalization;
using System.Text;

namespace Mm.Data.Audit;

/// <summary>
/// That a line is a leaf of the ledger: its place and the hashes from its sibling up to the root's child. With the line and the checkpoint
/// that is all a checker needs (RFC 6962, section 2.1.1).
/// </summary>
public sealed record LeafProof(long Index, string LeafHash, IReadOnlyList<string> Hashes)
{
    /// <summary>The proof as a file of its own, after C2SP tlog-proof.</summary>
    public string ToText(ReadOnlySpan<byte> checkpoint)
    {
        var text = new StringBuilder("c2sp.org/tlog-proof@v1\n");
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Hashes)
            text.Append(Convert.ToBase64String(Convert.FromHexString(hash))).Append('\n');
        return text.Append('\n').Append(Encoding.UTF8.GetString(checkpoint)).ToString();
    }
}

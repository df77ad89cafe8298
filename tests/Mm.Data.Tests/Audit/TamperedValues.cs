using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;

namespace Mm.Data.Tests.Audit;

/// <summary>One thing changed in a row, an event or some bytes; what, is drawn.</summary>
internal static class TamperedValues
{
    public static SampleRow Row(Random random, SampleRow row) => random.Next(5) switch
    {
        0 => row with { Text = row.Text + " " },
        1 => row with { Scores = new Dictionary<string, double?>(row.Scores) { [MadeRelease.Columns[0].Name] = random.NextDouble() } },
        2 => row with { Embedding = [.. row.Embedding!.Select(value => value + 1)] },
        3 => row with { Licence = "mit" },
        _ => SampleRows.Image(row.Id + "x", row.Asset.Length) is var other
            ? row with { Asset = other.Asset, OutputSha256 = other.OutputSha256 }
            : row,
    };

    public static AuditEvent Event(Random random, AuditEvent one) => random.Next(3) switch
    {
        0 => one with { Facts = new Dictionary<string, double>(one.Facts) { ["made.up"] = random.NextDouble() } },
        1 => one with { Verdict = one.Verdict with { Reason = "other.reason" } },
        _ => one with { Redactions = [.. one.Redactions, new Redaction("face", "pixels", [0, 0, random.NextDouble(), 1])] },
    };

    public static byte[] Bit(Random random, byte[] bytes)
    {
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }
}

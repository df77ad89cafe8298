using System.Text.Json;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Audit.Log;

/// <summary>An earlier checkpoint of the ledger, and the proof that the one beside this file continues it.</summary>
public sealed record HistoryEntry(long Size, string Root, IReadOnlyList<string> Proof)
{
    /// <summary>Whether the proof holds for these two.</summary>
    /// <exception cref="FormatException">A hash is no hexadecimal.</exception>
    public bool Proves(Checkpoint old, Checkpoint now) =>
        Size == old.Size && Merkle.VerifyConsistency(old.Size, now.Size, old.Root, now.Root, [.. Proof.Select(Convert.FromHexString)]);
}

/// <summary>
/// Everything that the ledger's key had signed before the checkpoint of a release. Checkpoints are signed behind releases alone, so
/// whoever kept one finds it here, without the ledger at hand.
/// </summary>
public sealed record LogHistory(IReadOnlyList<HistoryEntry> Checkpoints)
{
    private static readonly JsonSerializerOptions Json = new(PipelineJson.Options) { WriteIndented = true, IndentSize = 1, NewLine = "\n" };

    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json), (byte)'\n'];

    /// <exception cref="FormatException">No history.</exception>
    public static LogHistory Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<LogHistory>(bytes, Json)!;
        }
        catch (JsonException e)
        {
            throw new FormatException($"The ledger's history is no valid JSON of its form (line {e.LineNumber + 1}).", e);
        }
    }
}

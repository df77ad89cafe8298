namespace Mm.Data.Audit.Log;

/// <summary>
/// A release in the ledger: its key, the root over its own leaves, from which leaf of the ledger they stand, and the checkpoint that was
/// signed behind them.
/// </summary>
internal sealed record LogEntry(string Release, string LeavesRoot, long From, string Checkpoint)
{
    public Checkpoint Parsed() => Log.Checkpoint.Parse(System.Text.Encoding.UTF8.GetBytes(Checkpoint));
}

namespace Mm.Data.Audit.Log;

/// <summary>Where the leaves of a release stand in its ledger: from this leaf to the end of what the checkpoint speaks for.</summary>
public sealed record LogPlace(long From, Checkpoint Checkpoint);

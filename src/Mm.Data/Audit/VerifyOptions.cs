using Mm.Data.Audit.Log;

namespace Mm.Data.Audit;

/// <summary>What an auditor brings along.</summary>
public sealed record VerifyOptions
{
    /// <summary>Public keys that may have signed; more than one where a key was changed. None: who signed is not checked.</summary>
    public IReadOnlyList<PublicKey> Keys { get; init; } = [];

    /// <summary>A checkpoint of the same ledger that was kept elsewhere; the release's ledger must continue it.</summary>
    public Checkpoint? Checkpoint { get; init; }
}

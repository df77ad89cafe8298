namespace Mm.Data.Catalog;

/// <summary>Names a shard.</summary>
public sealed record ShardKey(string RunKey, RunPhase Phase, int Index);

/// <summary>The right to work on a shard, until somebody else has taken it.</summary>
/// <param name="Shard">What was taken.</param>
/// <param name="Holder">Who has it: unique for each attempt.</param>
/// <param name="Token">Grows with every lease of the shard. Whoever finds a higher one in the catalog was overtaken.</param>
public sealed record ShardLease(ShardKey Shard, string Holder, long Token);

public enum LeaseOutcome : byte
{
    Taken,

    /// <summary>The shard is done: nothing to take.</summary>
    Done,

    /// <summary>Another has it, and its time is not over.</summary>
    Held,

    /// <summary>It was begun as often as allowed and never ended.</summary>
    Exhausted,

    /// <summary>The run was begun anew without it, or is not in the catalog.</summary>
    Absent,
}

/// <summary>What came of asking for a shard. <paramref name="Lease"/> is there where it was taken.</summary>
public sealed record LeaseAnswer(LeaseOutcome Outcome, ShardLease? Lease);

namespace Mm.Data.Catalog;

/// <summary>One job of a run.</summary>
public sealed class ShardRecord
{
    public required string RunKey { get; set; }

    public RunPhase Phase { get; set; }

    public int Index { get; set; }

    public int Samples { get; set; }

    public bool Done { get; set; }

    public int Attempts { get; set; }

    /// <summary>Raised whenever somebody takes the shard: only the highest may commit.</summary>
    public long Token { get; set; }

    /// <summary>Who has the shard in work; null: nobody.</summary>
    public string? Holder { get; set; }

    /// <summary>Until when the holder need not fear another, by the database's clock.</summary>
    public long? LeaseUntilMs { get; set; }

    /// <summary>When a job was last made for the shard, by the database's clock.</summary>
    public long? QueuedMs { get; set; }

    /// <summary>A <see cref="Pipeline.PhaseTally"/> as JSON, once done.</summary>
    public string? TallyJson { get; set; }

    public long? StartedMs { get; set; }

    public long? EndedMs { get; set; }
}

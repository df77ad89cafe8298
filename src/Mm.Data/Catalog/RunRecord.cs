namespace Mm.Data.Catalog;

public enum RunState : byte
{
    Running,
    Published,

    /// <summary>A gate refused the release; nothing was published.</summary>
    Refused,

    /// <summary>The machine or the code failed; the same command goes on where it stopped.</summary>
    Failed,
}

/// <summary>Where a run is. Select and Publish are one job each, Measure and Render one a shard.</summary>
public enum RunPhase : byte
{
    Measure,
    Select,
    Render,
    Publish,
    Done,
}

/// <summary>
/// One run, by its key: the digest of what decides its bytes. Holds the operator's own settings, nothing about samples but counts.
/// </summary>
public sealed class RunRecord
{
    public required string Key { get; set; }

    /// <summary>What a worker that takes part must come to by itself; see <c>RunKeys.Release</c>.</summary>
    public string ReleaseKey { get; set; } = "";

    /// <summary>How often the run was begun. Tokens of leases count on from it, so that none is given twice.</summary>
    public int Epoch { get; set; }

    public required string Pipeline { get; set; }

    /// <summary>The request as given, so that a service that starts again can go on with it.</summary>
    public required string RequestJson { get; set; }

    public required string Output { get; set; }

    public RunState State { get; set; }

    public RunPhase Phase { get; set; }

    public long Samples { get; set; }

    /// <summary>Files in the source that are no samples, counted by reason, as JSON.</summary>
    public string IgnoredJson { get; set; } = "{}";

    /// <summary>Unix time in milliseconds; the catalog is the operator's clock and no part of a release.</summary>
    public long StartedMs { get; set; }

    public long? EndedMs { get; set; }

    public string? Error { get; set; }
}

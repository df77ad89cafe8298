using Mm.Data.Pipeline;

namespace Mm.Data.Run;

/// <summary>Seconds of one phase, from its first job's start to its last one's end. Phases do not overlap.</summary>
public sealed record PhaseTime(string Phase, double Seconds);

/// <summary>
/// How a run went on this machine: where the time was spent and which stage set the pace. No part of the release, whose bytes are the same
/// on every machine; kept in the state folder.
/// </summary>
public sealed record RunReport
{
    public required string RunKey { get; init; }

    public required string Pipeline { get; init; }

    public required int Samples { get; init; }

    /// <summary>From the command to the published release.</summary>
    public required double Seconds { get; init; }

    public required IReadOnlyList<PhaseTime> Phases { get; init; }

    /// <summary>The measure phase's source and stages in the order of the chain; empty when its shards were there already.</summary>
    public required IReadOnlyList<StageLoad> Stages { get; init; }

    /// <summary>The stage of the measure phase that set the pace, or null.</summary>
    public required string? LimitingStage { get; init; }

    /// <summary>Jobs of the run: one a shard and part, one that decides, one that publishes.</summary>
    public required int Jobs { get; init; }

    /// <summary>Seconds that catalog, markers, audit events and publication took, summed over jobs.</summary>
    public required double BookkeepingSeconds { get; init; }
}

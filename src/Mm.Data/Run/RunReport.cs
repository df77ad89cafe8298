using Mm.Data.Models;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Run.Cache;

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

    /// <summary>Where models ran: <c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Why CUDA was not taken where it was left to the machine; null otherwise.</summary>
    public string? DeviceNote { get; init; }

    /// <summary>
    /// Each graph's share of the run; none where nothing had to be scored. Runs side by side in one process share the counts.
    /// </summary>
    public IReadOnlyList<ModelStatistics> Models { get; init; } = [];

    /// <summary>What was measured on earlier runs and not again.</summary>
    public CacheReport Cache { get; init; } = new();

    /// <summary>How often the detectors were shown what they must find, by the kinds of <c>render.fill</c>.</summary>
    public IReadOnlyList<CanaryReport> Canaries { get; init; } = [];

    /// <summary>What the release had to reach, and whether it did.</summary>
    public IReadOnlyList<Gate> Gates { get; init; } = [];

    /// <summary>Jobs of the run: one a shard and part, one that decides, one that publishes.</summary>
    public required int Jobs { get; init; }

    /// <summary>Seconds that catalog, markers, audit events and publication took, summed over jobs.</summary>
    public required double BookkeepingSeconds { get; init; }
}

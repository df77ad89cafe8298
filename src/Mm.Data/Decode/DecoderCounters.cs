namespace Mm.Data.Decode;

/// <summary>What one lane did so far.</summary>
public sealed record DecoderCounters
{
    public required int Core { get; init; }

    /// <summary>Node of the memory that is nearest to the core; 0 where the machine has one.</summary>
    public required int NumaNode { get; init; }

    public required long Requests { get; init; }

    /// <summary>Children started after the first.</summary>
    public required long Restarts { get; init; }

    public required long Crashes { get; init; }

    public required long Timeouts { get; init; }

    /// <summary>Time in requests, as opposed to waiting for them.</summary>
    public required double BusySeconds { get; init; }

    /// <summary>CPU time of the lane's children and what they started, from /proc: not what a child claims.</summary>
    public required double CpuSeconds { get; init; }
}

namespace Mm.Data.Pipeline;

/// <summary>
/// Where the workers of one stage spent their time: seconds summed over workers. A stage that always waits for input is starved by those
/// before it; one that waits for output is held up by those after it; the one that is busy sets the pace.
/// </summary>
public sealed record StageLoad
{
    public required string Stage { get; init; }

    public required long Samples { get; init; }

    public required double BusySeconds { get; init; }

    public required double InputWaitSeconds { get; init; }

    public required double OutputWaitSeconds { get; init; }

    /// <summary>Samples a batch over the largest batch the stage takes, 0 to 1.</summary>
    public required double BatchFill { get; init; }

    /// <summary>Encoded bytes and views that waited before the stage at once at most, in KiB.</summary>
    public required long QueueKibMax { get; init; }

    /// <summary>Share of its workers' time that it worked, 0 to 1.</summary>
    public double BusyShare =>
        BusySeconds + InputWaitSeconds + OutputWaitSeconds is > 0 and var all ? BusySeconds / all : 0;
}

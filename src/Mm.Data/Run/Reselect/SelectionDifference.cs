using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Run.Reselect;

/// <summary>What other settings of Select would change.</summary>
public sealed record SelectionDifference
{
    /// <summary>Samples that were decided on.</summary>
    public required long Entered { get; init; }

    /// <summary>Kept before; null where nothing was decided before.</summary>
    public required long? KeptBefore { get; init; }

    public required long Kept { get; init; }

    /// <summary>Kept now, by split.</summary>
    public required IReadOnlyDictionary<string, long> Splits { get; init; }

    /// <summary>Dropped now, by reason.</summary>
    public required IReadOnlyDictionary<string, long> Dropped { get; init; }

    /// <summary>How many samples came from one decision to another; those that stayed the same are not among them.</summary>
    public required IReadOnlyList<DecisionMove> Moves { get; init; }

    /// <summary>The pipeline with the changed settings.</summary>
    public required PipelineDefinition Pipeline { get; init; }
}

/// <summary>
/// Samples that moved: a side is <c>kept in train</c>, <c>kept in eval</c>, the reason of a drop, or <c>not decided</c>.
/// </summary>
public sealed record DecisionMove(string Before, string After, long Samples);

/// <summary>One sample whose decision changed; the sides are those of <see cref="DecisionMove"/>.</summary>
public sealed record SampleMove(string Id, string Before, string After);

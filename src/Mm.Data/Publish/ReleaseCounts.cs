using System.ComponentModel;
using Mm.Data.Pipeline;

namespace Mm.Data.Publish;

/// <summary>The funnel: what became of the samples in each phase.</summary>
public sealed record ReleaseCounts
{
    public required PhaseCounts Measure { get; init; }

    public required PhaseCounts Select { get; init; }

    public required PhaseCounts Render { get; init; }

    public PhaseCounts Of(Phase phase) => phase switch
    {
        Phase.Measure => Measure,
        Phase.Select => Select,
        Phase.Render => Render,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };
}

/// <summary>Samples of one phase by outcome, and those not kept by outcome and reason.</summary>
public sealed record PhaseCounts
{
    public required long Entered { get; init; }

    public required long Kept { get; init; }

    public required long Dropped { get; init; }

    public required long Quarantined { get; init; }

    public required long Failed { get; init; }

    [Description("Samples that were not kept, by outcome, then by reason.")]
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Reasons { get; init; }

    /// <summary>Law 1.</summary>
    public bool Conserved => Entered == Kept + Dropped + Quarantined + Failed;
}

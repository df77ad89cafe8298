using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Pipeline.Definition;

/// <summary>A bound on one feature. A sample whose feature lies outside is dropped with the rule's reason.</summary>
public sealed record Rule
{
    [Description("Feature column, such as alignment.cosine.")]
    public required string Feature { get; init; }

    [Description("Lowest value that is kept.")]
    public double? Min { get; init; }

    [Description("Highest value that is kept.")]
    public double? Max { get; init; }

    [Description("Kebab-case reason code of the drop.")]
    [RegularExpression("^[a-z0-9]+([.-][a-z0-9]+)*$")]
    public required string Reason { get; init; }

    [Description("Modalities the rule speaks of; all when empty.")]
    public IReadOnlyList<Modality> On { get; init; } = [];

    [Description("What becomes of a sample that lacks the feature.")]
    public MissingFeature Missing { get; init; } = MissingFeature.Drop;
}

public enum MissingFeature : byte
{
    Drop,
    Keep,
}

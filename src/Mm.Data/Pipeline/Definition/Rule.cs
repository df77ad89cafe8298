using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// Either a bound on one feature (<see cref="Feature"/> with <see cref="Min"/> or <see cref="Max"/>) or a condition on several (<see
/// cref="Condition"/>). A sample that breaks it is dropped with the rule's reason.
/// </summary>
public sealed record Rule
{
    [Description("A condition that what is kept fulfils, such as: alignment.cosine >= 0.25 and text.words between 3 and 200. In the place "
        + "of feature, min and max.")]
    [JsonPropertyName("rule")]
    public string? Condition { get; init; }

    [Description("Feature column, such as alignment.cosine.")]
    public string? Feature { get; init; }

    [Description("Lowest value that is kept.")]
    public double? Min { get; init; }

    [Description("Highest value that is kept.")]
    public double? Max { get; init; }

    [Description("Chooses min by itself, without labels, where as large a share of the wrong pairs would be kept as of the right ones "
        + "would be dropped: for alignment.margin from decoys, pairs known to be wrong, else where two heaps of the values part. Where "
        + "there are no wrong pairs nothing is dropped.")]
    public bool Auto { get; init; }

    [Description("Kebab-case reason code of the drop.")]
    [RegularExpression("^[a-z0-9]+([.-][a-z0-9]+)*$")]
    public required string Reason { get; init; }

    [Description("Modalities the rule speaks of; all when empty.")]
    public IReadOnlyList<Modality> On { get; init; } = [];

    [Description("What becomes of a sample that lacks the feature, or one without which the condition cannot be decided.")]
    public MissingFeature Missing { get; init; } = MissingFeature.Drop;
}

public enum MissingFeature : byte
{
    Drop,
    Keep,
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>
/// Takes a part of what is left: the best by a feature or a draw that follows from the seed alone, of all samples or of each group,
/// a share, a number, or a mixture of groups.
/// </summary>
public sealed record TakeStep
{
    [Description("Feature whose largest values are taken; the id breaks ties, those that lack it come last. Absent: a draw by the seed.")]
    public string? Best { get; init; }

    [Description("Takes the smallest values of the feature instead.")]
    public bool Smallest { get; init; }

    [Description("Share that is taken of each group, rounded up.")]
    [Range(0.0, 1.0)]
    public double? Share { get; init; }

    [Description("How many are taken of each group at most; with mix, of all groups together.")]
    [Range(0, int.MaxValue)]
    public int? Count { get; init; }

    [Description("Code or flag whose values are the groups, such as media.modality, or cluster for near-duplicates. Absent: all are one "
        + "group. Samples that lack it are a group too.")]
    public string? Within { get; init; }

    [Description("Weights by value of within: as many are taken as can be in these proportions. Values without a weight are dropped.")]
    public IReadOnlyDictionary<string, double> Mix { get; init; } = new Dictionary<string, double>();

    [Description("Kebab-case reason code of what is not taken.")]
    [RegularExpression("^[a-z0-9]+([.-][a-z0-9]+)*$")]
    public required string Reason { get; init; }

    [Description("Seed of the draw.")]
    public string Seed { get; init; } = "mm-data";
}

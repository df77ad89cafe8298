using System.ComponentModel;

namespace Mm.Data.Pipeline.Definition;

/// <summary>How hard a sample is for whoever learns, beside the others that were kept.</summary>
public sealed record CurriculumOptions
{
    [Description("Feature that is large where a sample is easy, such as alignment.margin. Every row of the release gets the column "
        + "select.difficulty: 0 for the largest value, 1 for the smallest, evenly by rank. Absent: no such column.")]
    public string? Easy { get; init; }
}

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Pipeline.Definition;

/// <summary>Releases, or an evaluation set, that a run's samples are held against.</summary>
public sealed record KnownSet
{
    [Description("Name that stands in the audit event of what is dropped.")]
    [RegularExpression("^[a-z0-9]+(-[a-z0-9]+)*$")]
    public required string Name { get; init; }

    [Description("Folder of a release, or of several; for decontaminate also a folder of pictures and captions. Which they are "
        + "decides the run's name; the path itself does not.")]
    public string Path { get; init; } = "";
}

using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Catalog;

/// <summary>Section <c>State</c> of appsettings.json.</summary>
public sealed record StateOptions
{
    /// <summary>Folder of the catalog; a relative one is taken from the folder the command runs in.</summary>
    [Required, MinLength(1)]
    public string Folder { get; init; } = ".mmdata";
}

using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Run.Lineage;

/// <summary>
/// Section <c>Lineage</c> of appsettings.json: who hears of runs as OpenLineage events. They are always written into the state folder.
/// </summary>
public sealed record LineageOptions : IValidatableObject
{
    /// <summary>Where events are sent by HTTP POST, such as http://lineage:5000/api/v1/lineage; empty: nowhere.</summary>
    public string Url { get; init; } = "";

    /// <summary>For one event, from look-up to answer. A run never waits longer for it, and never fails by it.</summary>
    [Range(1, 60)]
    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>Namespace of jobs and datasets.</summary>
    [Required, MinLength(1)]
    public string Namespace { get; init; } = "mmdata";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Url.Length > 0 && !(Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            yield return new ValidationResult($"Url {Url} is no address. Write it as http://HOST:PORT/api/v1/lineage, or leave it empty.");
    }
}

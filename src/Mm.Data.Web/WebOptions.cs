using System.ComponentModel.DataAnnotations;

namespace Mm.Data.Web;

/// <summary>Section <c>Web</c> of appsettings.json.</summary>
public sealed record WebOptions : IValidatableObject
{
    /// <summary>Where the dashboard listens. Only loopback, because there is no login yet.</summary>
    [Required, Url]
    public string Url { get; init; } = "http://127.0.0.1:5080";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Uri.TryCreate(Url, UriKind.Absolute, out var uri) && !uri.IsLoopback)
        {
            yield return new ValidationResult(
                $"Url {Url} is not a loopback address. The dashboard has no login yet, so it listens on this machine alone: " +
                "use http://127.0.0.1:PORT.");
        }
    }
}

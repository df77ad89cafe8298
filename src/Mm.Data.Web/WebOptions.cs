using System.ComponentModel.DataAnnotations;
using Mm.Data.Web.Access;

namespace Mm.Data.Web;

/// <summary>Section <c>Web</c> of appsettings.json.</summary>
public sealed record WebOptions : IValidatableObject
{
    /// <summary>Where the service listens. Without login only on loopback.</summary>
    [Required, Url]
    public string Url { get; init; } = "http://127.0.0.1:5080";

    public AccessMode Access { get; init; } = AccessMode.Local;

    /// <summary>
    /// Address under which users reach the service through a proxy that speaks TLS, <c>https://mmdata.example.org</c>. No header of a
    /// proxy is believed: scheme and host are always these.
    /// </summary>
    public string PublicUrl { get; init; } = "";

    public LoginOptions Login { get; init; } = new();

    /// <summary>Folders under which callers of the API may name pipelines, inputs and outputs, where there is a login.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Calls of the API a minute that a user or a key may make.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerMinute { get; init; } = 600;

    internal bool IsSecure => PublicUrl.Length > 0 || Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var isLoopback = Uri.TryCreate(Url, UriKind.Absolute, out var uri) && uri.IsLoopback;
        var problems = (Access is AccessMode.Local ? LocalProblems(isLoopback) : LoginProblems(isLoopback)).ToList();
        Validator.TryValidateObject(Login, new ValidationContext(Login), problems, validateAllProperties: true);
        return problems;
    }

    private IEnumerable<ValidationResult> LocalProblems(bool isLoopback)
    {
        if (!isLoopback)
        {
            yield return new ValidationResult(
                $"Url {Url} is not a loopback address. With Access=local there is no login, and the service is this machine's alone: " +
                "use http://127.0.0.1:PORT, or set Access=login (docs/access.md).");
        }

        if (PublicUrl.Length > 0)
            yield return new ValidationResult("PublicUrl is for Access=login: without login nobody is answered through a proxy.");
    }

    private IEnumerable<ValidationResult> LoginProblems(bool isLoopback)
    {
        if (PublicUrl.Length > 0 && !(Uri.TryCreate(PublicUrl, UriKind.Absolute, out var open) && open.Scheme == Uri.UriSchemeHttps))
            yield return new ValidationResult($"PublicUrl {PublicUrl} is no https address.");
        if (!isLoopback && !IsSecure)
        {
            yield return new ValidationResult(
                $"Url {Url} is open to others without TLS. Set PublicUrl to the https address of the proxy in front of it.");
        }

        if (Login.Development)
        {
            if (!isLoopback || PublicUrl.Length > 0)
                yield return new ValidationResult("Login:Development lets everybody in: only with a loopback Url and without PublicUrl.");
            if (Login.Authority.Length > 0)
                yield return new ValidationResult("Login: set Authority or Development, not both.");
            yield break;
        }

        if (!Uri.TryCreate(Login.Authority, UriKind.Absolute, out var authority)
            || !(authority.Scheme == Uri.UriSchemeHttps || authority.IsLoopback))
        {
            yield return new ValidationResult("Access=login needs Login:Authority, the https address of an OpenID Connect provider.");
        }

        if (Login.ClientId.Length == 0)
            yield return new ValidationResult("Access=login needs Login:ClientId, as the provider knows this service.");
        if (Login.ClientSecret.Length > 0 && Login.ClientSecretFile.Length > 0)
            yield return new ValidationResult("Login: set ClientSecret or ClientSecretFile, not both.");
        if (Login.Viewers.Count + Login.Operators.Count + Login.Auditors.Count + Login.Admins.Count == 0)
        {
            yield return new ValidationResult(
                "Access=login lets nobody in: name values of the claim Login:RoleClaim in Login:Viewers, Operators, Auditors or Admins.");
        }
    }
}

using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Mm.Data.Source.Fetch;

/// <summary>Section <c>Fetch</c> of appsettings.json: what <c>mmdata fetch</c> may load from the network, and how much of it.</summary>
public sealed record FetchOptions : IValidatableObject
{
    private static readonly int[] UsualPorts = [80, 443];

    /// <summary>A larger body is refused, in MiB.</summary>
    [Range(1, 4096)]
    public int BodyMibMax { get; init; } = 64;

    /// <summary>More redirects than this are refused; each is checked like the first address.</summary>
    [Range(0, 20)]
    public int RedirectsMax { get; init; } = 3;

    /// <summary>For one file with all its redirects, from look-up to last byte.</summary>
    [Range(1, 3600)]
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>Files in flight at a time.</summary>
    [Range(1, 1024)]
    public int Parallel { get; init; } = 32;

    /// <summary>Of these, from one host: a list must not become an attack on somebody's server.</summary>
    [Range(1, 64)]
    public int PerHost { get; init; } = 4;

    /// <summary>Ports that may be asked. Empty: 80 and 443.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Networks (CIDR, such as 10.20.0.0/16) that may be asked although they are not public: a mirror of one's own.</summary>
    public IReadOnlyList<string> PrivateNetworks { get; init; } = [];

    /// <summary>Leave out what its server reserves from use as training data (X-Robots-Tag: noai, noimageai; tdm-reservation: 1).</summary>
    public bool RespectOptOut { get; init; } = true;

    /// <summary>Tells servers who asks.</summary>
    [Required, MinLength(1), RegularExpression("[ -~]+", ErrorMessage = "UserAgent holds something else than printable ASCII.")]
    public string UserAgent { get; init; } = "mmdata-fetch/1";

    internal IReadOnlyCollection<int> PortsOrUsual => Ports.Count > 0 ? [.. Ports] : UsualPorts;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var network in PrivateNetworks.Where(text => !IPNetwork.TryParse(text, out _)))
            yield return new ValidationResult($"PrivateNetworks: {network} is no network. Write it as address/length, its host bits zero.");
        foreach (var port in Ports.Where(port => port is < 1 or > 65535))
            yield return new ValidationResult($"Ports: {port} is no port.");
    }
}

using System.Net;
using System.Net.Sockets;

namespace Mm.Data.Source.Fetch;

/// <summary>
/// Which addresses a list from elsewhere may make this machine ask: public ones alone, or those of networks that the settings name. A URL
/// that leads to the machine itself, its network or its cloud's metadata service is the list's attack on its reader (SSRF, CWE-918).
/// </summary>
internal sealed class AddressGuard(IEnumerable<string> privateNetworks)
{
    /// <summary>Not globally reachable by the IANA registry of IPv4 special-purpose addresses (RFC 6890), multicast and reserved; and
    /// 168.63.129.16, at which Azure serves its own machines.</summary>
    private static readonly IPNetwork[] RefusedV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32");

    /// <summary>All that is global unicast today (RFC 4291, section 2.4): loopback, mapped, NAT64, unique local and link-local lie
    /// outside.</summary>
    private static readonly IPNetwork GlobalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>Within it: protocol assignments with Teredo, documentation, and 6to4, which carry another address inside.</summary>
    private static readonly IPNetwork[] RefusedV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private readonly IPNetwork[] _allowed = Networks([.. privateNetworks]);

    public bool Allows(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (_allowed.Any(network => network.Contains(plain)))
            return true;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !RefusedV4.Any(network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 => plain.ScopeId == 0 && GlobalV6.Contains(plain)
                && !RefusedV6.Any(network => network.Contains(plain)),
            _ => false,
        };
    }

    private static IPNetwork[] Networks(params string[] texts) => [.. texts.Select(text => IPNetwork.Parse(text))];
}

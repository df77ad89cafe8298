using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Web.Access;

namespace Mm.Data.Web.Api;

/// <summary>Which places a caller may name: with a login, those under <c>Web:Roots</c>; who sits at this machine, any.</summary>
internal sealed class ServerPaths(WebOptions web)
{
    /// <summary>The whole path, or the address in blob storage.</summary>
    /// <exception cref="ConfigurationException">It is neither, or lies elsewhere.</exception>
    public string Checked(string name, string place)
    {
        if (!BlobAddress.IsOne(place) && !Path.IsPathFullyQualified(place))
            throw new ConfigurationException($"{name}: give the whole path on the server, such as /data/in.");
        var full = BlobAddress.Full(place);
        return web.Access is AccessMode.Local || web.Roots.Any(root => IsUnder(full, BlobAddress.Full(root)))
            ? full
            : throw new ConfigurationException($"{name}: the place lies under none of Web:Roots. Ask who runs the service.");
    }

    private static bool IsUnder(string place, string root)
    {
        var folder = root.TrimEnd('/');
        return place == folder || place.StartsWith(folder + "/", StringComparison.Ordinal);
    }
}

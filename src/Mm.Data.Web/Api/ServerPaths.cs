using Mm.Data.Pipeline;
using Mm.Data.Web.Access;

namespace Mm.Data.Web.Api;

/// <summary>Which paths of this machine a caller may name: with a login, those under <c>Web:Roots</c>; who sits here, any.</summary>
internal sealed class ServerPaths(WebOptions web)
{
    /// <summary>The whole path.</summary>
    /// <exception cref="ConfigurationException">It is not absolute, or lies elsewhere.</exception>
    public string Checked(string name, string path)
    {
        if (!Path.IsPathFullyQualified(path))
            throw new ConfigurationException($"{name}: give the whole path on the server, such as /data/in.");
        var full = Path.GetFullPath(path);
        return web.Access is AccessMode.Local || web.Roots.Any(root => IsUnder(full, Path.GetFullPath(root)))
            ? full
            : throw new ConfigurationException($"{name}: the path lies under none of the folders of Web:Roots. Ask the service's operator.");
    }

    private static bool IsUnder(string path, string root)
    {
        var folder = Path.TrimEndingDirectorySeparator(root);
        return path == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }
}

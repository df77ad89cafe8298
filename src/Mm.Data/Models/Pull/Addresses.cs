using Mm.Data.Pipeline;

namespace Mm.Data.Models.Pull;

/// <summary>Which addresses may be asked: HTTPS, this machine, and plain HTTP elsewhere only where it is allowed.</summary>
public static class Addresses
{
    /// <exception cref="ConfigurationException">No such address, or one that may not be asked.</exception>
    public static Uri Parse(string text, bool allowHttp)
    {
        if (!Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) || address.Query.Length > 0)
            throw new ConfigurationException($"'{text}' is not an address to pull from: write it like https://example.org/models/.");
        if (address.UserInfo.Length > 0)
            throw new ConfigurationException("The address to pull from holds a name or password, which would show in logs. Leave it out.");
        return IsAllowed(address, allowHttp)
            ? address
            : throw new ConfigurationException(
                $"{Show(address)} is neither https nor on this machine. Use https, or allow it with --allow-http.");
    }

    public static bool IsAllowed(Uri address, bool allowHttp) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || allowHttp));

    /// <summary>Where a redirect leads, if one may follow it: never from HTTPS back to HTTP, never from elsewhere to this
    /// machine.</summary>
    /// <exception cref="EnvironmentException">It may not be followed.</exception>
    public static Uri Next(Uri from, Uri? location, bool allowHttp)
    {
        var next = location is null ? from : new Uri(from, location);
        var isWorse = from.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps;
        return location is not null && IsAllowed(next, allowHttp) && !isWorse && (from.IsLoopback || !next.IsLoopback)
            ? next
            : throw new EnvironmentException(
                $"{Show(from)} redirects to {Show(next)}, which is not followed. Pull from another address with --from.");
    }

    /// <summary>Without what may be secret: signed addresses have it in the query.</summary>
    public static string Show(Uri address) => address.GetComponents(
        UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}

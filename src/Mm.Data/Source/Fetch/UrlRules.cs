namespace Mm.Data.Source.Fetch;

/// <summary>What a URL must be before anything is looked up.</summary>
internal static class UrlRules
{
    private const int LengthMax = 8192;

    /// <summary>The address to ask, or null where it is refused.</summary>
    public static Uri? Parse(string text, IReadOnlyCollection<int> ports) =>
        text.Length <= LengthMax && !text.Any(char.IsControl) && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url)
        && IsAllowed(url, ports) ? url : null;

    /// <summary>Where a redirect leads, or null where it is refused; from encrypted to plain is refused too.</summary>
    public static Uri? Follow(Uri from, Uri? location, IReadOnlyCollection<int> ports)
    {
        if (location is null || location.OriginalString.Length > LengthMax || !Uri.TryCreate(from, location, out var to))
            return null;
        return IsAllowed(to, ports) && (from.Scheme != Uri.UriSchemeHttps || to.Scheme == Uri.UriSchemeHttps) ? to : null;
    }

    private static bool IsAllowed(Uri url, IReadOnlyCollection<int> ports) =>
        url.Scheme is "http" or "https" && url.UserInfo.Length == 0 && HasHost(url) && ports.Contains(url.Port);

    // A host that looks like Punycode and is none passes as a URL and throws where it is asked for.
    private static bool HasHost(Uri url)
    {
        try
        {
            return url.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}

namespace Mm.Data.Source.Fetch;

/// <summary>Why a row of a list of URLs has no file. Stable codes; docs/fetch.md tells them.</summary>
internal static class FetchReasons
{
    /// <summary>Scheme, port, credentials, form or address are not allowed.</summary>
    public const string Refused = "url-refused";

    /// <summary>No such name, no answer, or the connection broke.</summary>
    public const string Unreachable = "url-unreachable";

    /// <summary>The server answered with something else than 200.</summary>
    public const string Status = "url-status";

    public const string TooLarge = "url-too-large";

    public const string Timeout = "url-timeout";

    public const string Redirects = "url-redirects";

    /// <summary>The server sent a compressed body although none was asked for.</summary>
    public const string Encoded = "url-encoded";

    public const string Empty = "url-empty";

    /// <summary>Its server reserves it from use as training data.</summary>
    public const string OptOut = "url-opt-out";

    /// <summary>The list's row cannot be read.</summary>
    public const string Row = "row-malformed";

    public static IReadOnlySet<string> All { get; } = new HashSet<string>(
        [Refused, Unreachable, Status, TooLarge, Timeout, Redirects, Encoded, Empty, OptOut, Row], StringComparer.Ordinal);

    /// <summary>What another try may cure: not remembered from one run of the command to the next.</summary>
    public static bool IsPassing(string reason) => reason is Unreachable or Timeout or Status;
}

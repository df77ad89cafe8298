using System.Buffers;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Keys and tokens by the prefix that their issuer gives them so that they can be found: AWS, GitHub, GitLab, Google, Slack, Stripe
/// and others (<see cref="SecretPrefixes"/>), JSON web tokens, and private keys in PEM.
/// </summary>
internal sealed class SecretRecogniser : IRecogniser
{
    private const string KeyBegin = "-----BEGIN ";
    private const string KeyEnd = "-----END ";
    private const string WebToken = "eyJ";
    private const int WebTokenPartMin = 10;
    private const int HeaderMax = 64;

    private static readonly SearchValues<string> Prefixes =
        SearchValues.Create([.. SecretPrefixes.All.Select(one => one.Prefix), KeyBegin, WebToken], StringComparison.Ordinal);

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.ApiKey, PiiTypes.PrivateKey];

    public void Find(string text, ICollection<Finding> found)
    {
        var (run, isTried) = (0, false); // end of the run of token characters that was read last, and whether it was no web token
        for (var from = 0; from < text.Length;)
        {
            var hit = text.AsSpan(from).IndexOfAny(Prefixes);
            if (hit < 0)
                return;
            from += hit;
            if (from >= run)
                (run, isTried) = (Run(text, from), false);
            var one = At(text, from, run, isTried);
            isTried |= text[from] == WebToken[0];
            if (one is { } secret)
                found.Add(secret);
            from = one?.End ?? from + 1;
        }
    }

    private static Finding? At(string text, int at, int run, bool isTried)
    {
        if (text.AsSpan(at).StartsWith(KeyBegin))
            return EndOfKey(text, at) is { } end ? new Finding(at, end, PiiTypes.PrivateKey, 1) : null;
        if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
            return null;
        if (text.AsSpan(at).StartsWith(WebToken))
            return !isTried && EndOfWebToken(text, at, run) is { } end ? new Finding(at, end, PiiTypes.ApiKey, 1) : null;
        foreach (var prefix in SecretPrefixes.Beginning(text[at]))
        {
            if (text.AsSpan(at).StartsWith(prefix.Prefix) && prefix.Fits(text, at, run) is { } stop)
                return new Finding(at, stop, PiiTypes.ApiKey, 1);
        }

        return null;
    }

    // To the end of the block, or of the text where it was cut.
    private static int? EndOfKey(string text, int at)
    {
        var header = text.AsSpan(at, Math.Min(HeaderMax, text.Length - at));
        if (!header.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return null;
        var end = text.AsSpan(at).IndexOf(KeyEnd);
        if (end < 0)
            return text.Length;
        var rest = text.AsSpan(at + end + KeyEnd.Length);
        var dashes = rest[..Math.Min(HeaderMax, rest.Length)].IndexOf("-----");
        return at + end + KeyEnd.Length + (dashes < 0 ? 0 : dashes + 5);
    }

    // Header, payload and signature in base64url; the last may be empty.
    private static int? EndOfWebToken(string text, int at, int first)
    {
        if (first - at < WebTokenPartMin || first + 1 >= text.Length || text[first] != '.')
            return null;
        var second = Run(text, first + 1);
        if (second - first <= WebTokenPartMin)
            return null;
        return second < text.Length && text[second] == '.' ? Run(text, second + 1) : null;
    }

    private static int Run(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAnyExcept(Characters);
        return length < 0 ? text.Length : at + length;
    }
}

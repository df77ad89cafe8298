namespace Mm.Data.Measure.Text;

/// <summary>A secret of an issuer: its prefix, and how many letters and digits (dashes, underscores) follow at least and at most.</summary>
internal sealed record SecretPrefix(string Prefix, int Min, int Max, bool IsUpper = false)
{
    /// <summary>The end of the secret in a run of its characters, or null where it is none.</summary>
    public int? Fits(string text, int start, int end)
    {
        end = Prefix[^1] == '.' ? EndOfDotted(text, start + Prefix.Length) : end;
        if (end < start + Prefix.Length)
            return null;
        var rest = text.AsSpan(start + Prefix.Length, end - start - Prefix.Length);
        if (rest.Length < Min || rest.Length > Max || (IsUpper && rest.ContainsAnyInRange('a', 'z')))
            return null;
        return rest.ContainsAnyInRange('0', '9') || rest.ContainsAnyInRange('A', 'Z') ? end : null;
    }

    private int EndOfDotted(string text, int at)
    {
        var end = at;
        while (end < text.Length && end - at <= Max && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.'))
            end++;
        return end - (end > at && text[end - 1] == '.' ? 1 : 0);
    }
}

/// <summary>Prefixes that issuers document for their own keys.</summary>
internal static class SecretPrefixes
{
    private static readonly ILookup<char, SecretPrefix> ByFirst = List().ToLookup(prefix => prefix.Prefix[0]);

    public static IReadOnlyList<SecretPrefix> All { get; } = List();

    /// <summary>Those that begin with a character.</summary>
    public static IEnumerable<SecretPrefix> Beginning(char first) => ByFirst[first];

    private static SecretPrefix[] List() =>
    [
        .. Each(["AKIA", "ASIA", "ABIA", "ACCA", "AGPA", "AIDA", "AIPA", "ANPA", "ANVA", "AROA"], 16, 16, isUpper: true),
        .. Each(["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], 36, 255),
        new("github_pat_", 40, 255),
        .. Each(["glpat-", "gldt-", "glrt-", "glptt-", "glsoat-"], 20, 64),
        new("AIza", 35, 35),
        new("ya29.", 20, 100),
        new("GOCSPX-", 28, 28),
        .. Each(["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-"], 10, 255),
        .. Each(["sk_live_", "sk_test_", "rk_live_", "rk_test_", "pk_live_", "whsec_"], 16, 255),
        .. Each(["sk-ant-", "sk-proj-", "sk-or-", "sk-svcacct-"], 20, 255),
        new("sk-", 32, 64),
        new("hf_", 30, 40),
        new("gsk_", 40, 64),
        new("r8_", 36, 40),
        new("npm_", 36, 36),
        new("pypi-", 50, 255),
        new("dckr_pat_", 24, 36),
        new("dop_v1_", 64, 64),
        new("shpat_", 32, 32),
        new("shpss_", 32, 32),
        new("sq0atp-", 22, 22),
        new("sq0csp-", 43, 43),
        new("EAACEdEose0cBA", 20, 255),
        new("xkeysib-", 64, 128),
        new("key-", 32, 32),
        new("dapi", 32, 34),
        new("lin_api_", 32, 48),
        new("PMAK-", 48, 64),
        new("figd_", 32, 64),
        new("sntrys_", 48, 255),
        new("glsa_", 32, 64),
        new("AGE-SECRET-KEY-", 58, 62, true),
        new("SG.", 60, 80),
    ];

    private static IEnumerable<SecretPrefix> Each(IReadOnlyList<string> prefixes, int min, int max, bool isUpper = false) =>
        prefixes.Select(prefix => new SecretPrefix(prefix, min, max, isUpper));
}

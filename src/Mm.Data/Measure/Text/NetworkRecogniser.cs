using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace Mm.Data.Measure.Text;

/// <summary>
/// URLs that carry a user and a password, and IP addresses (neither loopback nor a version number). Hardware addresses are among
/// <see cref="GeneralRules"/>.
/// </summary>
internal sealed class NetworkRecogniser : IRecogniser
{
    private const float Version4 = 0.6f;
    private const float Version6 = 0.7f;
    private const int Version4CharactersMax = 15;
    private const int Version6CharactersMax = 45;
    private const int VersionPartMax = 20;
    private const int SchemeMax = 16;

    private static readonly SearchValues<char> Version6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    private static readonly string[] AddressWords =
    [
        "ip", "ips", "ipv4", "address", "host", "server", "dns", "gateway", "ping", "subnet", "router", "network", "client",
        "login", "from", "netmask",
        "adresse", "dirección", "indirizzo",
    ];

    private static readonly string[] VersionWords =
        ["version", "ver", "v", "release", "build", "firmware", "section", "chapter", "clause", "driver", "update", "upgrade", "kernel"];

    private static readonly ContextWords Words = new([.. AddressWords, .. VersionWords]);

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.IpAddress, PiiTypes.UrlCredentials];

    public void Find(string text, ICollection<Finding> found)
    {
        FindCredentials(text, found);
        for (var from = 0; from < text.Length;)
        {
            var sign = text.AsSpan(from).IndexOfAny('.', ':');
            if (sign < 0)
                return;
            var at = from + sign;
            from = text[at] == '.' ? Version4At(text, at, found) : Version6At(text, at, found);
        }
    }

    private static void FindCredentials(string text, ICollection<Finding> found)
    {
        for (var from = 0; from < text.Length;)
        {
            var hit = text.AsSpan(from).IndexOf("://");
            if (hit < 0)
                return;
            var (start, rest) = (from + hit, from + hit + 3);
            while (start > 0 && from + hit - start < SchemeMax && IsScheme(text[start - 1]))
                start--;
            var end = rest;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('<' or '>' or '"' or '\''))
                end++;
            while (end > rest && ".,;:!?)]}".Contains(text[end - 1]))
                end--; // of the sentence
            var authority = text.AsSpan(rest, end - rest);
            var slash = authority.IndexOfAny('/', '?', '#');
            authority = slash < 0 ? authority : authority[..slash];
            var colon = authority.IndexOf(':');
            if (start < from + hit && colon >= 0 && authority[colon..].Contains('@'))
                found.Add(new Finding(start, end, PiiTypes.UrlCredentials, 1));
            from = Math.Max(end, rest);
        }
    }

    // at: the first dot of an address; from there four numbers, and no part of something longer.
    private static int Version4At(string text, int at, ICollection<Finding> found)
    {
        var start = at;
        while (start > 0 && at - start < 4 && char.IsAsciiDigit(text[start - 1]))
            start--;
        var end = at;
        while (end < text.Length && end - start <= Version4CharactersMax && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        end -= end > at && text[end - 1] == '.' ? 1 : 0;
        var written = text.AsSpan(start, end - start);
        if (start == at || written.Count('.') != 3 || !IPAddress.TryParse(written, out var address)
            || address.AddressFamily is not AddressFamily.InterNetwork || !IsFree(text, start, end)
            || IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || IsVersion(text, start, end, address))
            return Math.Max(at + 1, end);
        found.Add(new Finding(start, end, PiiTypes.IpAddress, Version4));
        return end;
    }

    private static bool IsVersion(string text, int start, int end, IPAddress address)
    {
        Span<byte> parts = stackalloc byte[4];
        address.TryWriteBytes(parts, out _);
        var near = new List<int>();
        Words.Before(text, start, ContextWords.WordsBefore, near);
        var isAddress = near.Exists(id => id < AddressWords.Length);
        near.Clear();
        Words.Before(text, start, words: 3, near);
        var isVersion = near.Exists(id => id >= AddressWords.Length);
        // Chrome/99.0.48.12 is a product with its version; //99.0.48.12 an address.
        isVersion |= start >= 2 && text[start - 1] == '/' && char.IsLetter(text[start - 2]);
        return isVersion || (!isAddress && !parts.ContainsAnyInRange((byte)VersionPartMax, byte.MaxValue));
    }

    // Three groups at least, so that a::b in a piece of code is none; a time 12:30:45 does not parse.
    private static int Version6At(string text, int at, ICollection<Finding> found)
    {
        var start = at;
        while (start > 0 && at - start < 4 && char.IsAsciiHexDigit(text[start - 1]))
            start--;
        var length = text.AsSpan(start).IndexOfAnyExcept(Version6Characters);
        var end = length < 0 ? text.Length : start + length;
        if (end - start > Version6CharactersMax)
            return end;
        var written = text.AsSpan(start, end - start).TrimEnd('.');
        written = written.EndsWith(":") && !written.EndsWith("::") ? written[..^1] : written;
        end = start + written.Length;
        var next = Math.Max(at + 1, end);
        if (written.Count(':') < 2 || !IPAddress.TryParse(written, out var address)
            || address.AddressFamily is not AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address) || !IsFree(text, start, end))
            return next;
        var groups = 0;
        for (var i = start; i < end; i++)
            groups += text[i] != ':' && (i == start || text[i - 1] == ':') ? 1 : 0;
        if (groups >= 3)
            found.Add(new Finding(start, end, PiiTypes.IpAddress, Version6));
        return next;
    }

    // No part of something longer: not 1.2.3.4.5, and not the version v1.2.3.4.
    private static bool IsFree(string text, int start, int end) =>
        (start == 0 || !Joins(text[start - 1]))
        && (end == text.Length || !Joins(text[end]) || (text[end] is '.' or '-' or ':' && EndsWord(text, end + 1))
            || (text[end] == ':' && !text.AsSpan(start, end - start).Contains(':')));

    private static bool EndsWord(string text, int at) => at == text.Length || !char.IsLetterOrDigit(text[at]);

    private static bool Joins(char character) => char.IsLetterOrDigit(character) || character is '.' or ':' or '-' or '_';

    private static bool IsScheme(char character) => char.IsAsciiLetterOrDigit(character) || character is '+' or '.' or '-';
}

using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Mm.Data.Measure.Text;

/// <summary>URLs that carry a user and a password, IP addresses (not loopback) and hardware addresses.</summary>
internal sealed class NetworkRecogniser(string type) : IRecogniser
{
    private static readonly Regex Credentials = new(
        @"[a-z][a-z0-9+.\-]{1,15}://[^\s/?#:]*:[^\s/]*@[^\s<>""']+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    private static readonly Regex Version4 = new(@"\d{1,3}(?:\.\d{1,3}){3}", RegexOptions.NonBacktracking);

    private static readonly Regex Version6 = new(
        @"(?:[0-9a-f]{1,4}|:)(?::[0-9a-f]{0,4}){2,7}", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    private static readonly Regex Hardware = new(
        @"[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){5})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    public IReadOnlyCollection<string> Types { get; } = [type];

    public void Find(string text, ICollection<Finding> found)
    {
        foreach (var one in Matches(text))
            found.Add(one);
    }

    private IEnumerable<Finding> Matches(string text) => type switch
    {
        PiiTypes.UrlCredentials => Matches(Credentials, text, 1, _ => true, anywhere: true),
        PiiTypes.MacAddress => Matches(Hardware, text, 0.8f, _ => true),
        _ => Matches(Version4, text, 0.6f, IsAddress).Concat(Matches(Version6, text, 0.6f, IsAddress)),
    };

    private IEnumerable<Finding> Matches(Regex regex, string text, float score, Func<string, bool> holds, bool anywhere = false) =>
        from Match match in regex.Matches(text)
        where (anywhere || IsFree(text, match)) && holds(match.Value)
        select new Finding(match.Index, match.Index + match.Length, type, score);

    // Three groups at least, so that a::b in a piece of code is none.
    private static bool IsAddress(string value) =>
        IPAddress.TryParse(value, out var address) && !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.Any)
        && (address.AddressFamily is AddressFamily.InterNetwork || value.Split(':', StringSplitOptions.RemoveEmptyEntries).Length >= 3);

    // No part of something longer: not 1.2.3.4.5, and not the version v1.2.3.4.
    private static bool IsFree(string text, Match match)
    {
        var end = match.Index + match.Length;
        return (match.Index == 0 || !Joins(text[match.Index - 1]))
            && (end == text.Length || !Joins(text[end]) || (text[end] is '.' or '-' && EndsWord(text, end + 1)));
    }

    private static bool EndsWord(string text, int at) => at == text.Length || !char.IsLetterOrDigit(text[at]);

    private static bool Joins(char character) => char.IsLetterOrDigit(character) || character is '.' or ':' or '-' or '_';
}

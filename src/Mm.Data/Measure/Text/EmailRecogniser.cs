using System.Net;
using System.Text.RegularExpressions;

namespace Mm.Data.Measure.Text;

/// <summary>
/// Addresses by the shape of RFC 5322 atoms with RFC 6531 letters of every script. The last label of the domain must be letters (or
/// punycode), so a dot that ends the sentence stays outside. Also the spelling <c>jane (at) example (dot) org</c>.
/// </summary>
internal sealed class EmailRecogniser : IRecogniser
{
    private const float Plain = 1;
    private const float Spelled = 0.7f;
    private const string Label = @"[\p{L}\p{M}\p{N}\-]+";

    private static readonly Regex Address = new(
        $@"[\p{{L}}\p{{M}}\p{{N}}!#$%&'*+/=?^_`{{|}}~.\-]+@{Label}(?:\.{Label})+", RegexOptions.NonBacktracking);

    private static readonly Regex SpelledAddress = new(
        $@"[\p{{L}}\p{{M}}\p{{N}}+_.\-]+ {{0,3}}[\[({{] {{0,3}}(?:at|@) {{0,3}}[\])}}] {{0,3}}{Label}"
        + $@"(?:(?:\.| {{0,3}}[\[({{] {{0,3}}(?:dot|\.) {{0,3}}[\])}}] {{0,3}}){Label})+",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    // icon@2x.png is a picture for dense screens.
    private static readonly Regex Density = new(@"^\d+x\.", RegexOptions.NonBacktracking);

    public IReadOnlyCollection<string> Types { get; } = [PiiTypes.Email];

    public void Find(string text, ICollection<Finding> found)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            foreach (Match match in Address.Matches(text))
            {
                if (Trim(match) is { } one)
                    found.Add(one);
            }
        }

        foreach (Match match in SpelledAddress.Matches(text))
            found.Add(new Finding(match.Index, match.Index + match.Length, PiiTypes.Email, Spelled));
    }

    private static Finding? Trim(Match match)
    {
        var at = match.Value.IndexOf('@', StringComparison.Ordinal);
        var local = match.Value[..at];
        var skip = local.TakeWhile(c => !char.IsLetterOrDigit(c) && c is not ('_' or '+' or '-')).Count();
        if (skip == local.Length)
            return null;

        var domain = match.Value[(at + 1)..];
        if (Density.IsMatch(domain))
            return null;
        if (IPAddress.TryParse(domain, out _))
            return new Finding(match.Index + skip, match.Index + match.Length, PiiTypes.Email, Plain);

        var labels = domain.Split('.').Select(label => label.TrimEnd('-')).ToList();
        while (labels.Count > 1 && !IsTopLevel(labels[^1]))
            labels.RemoveAt(labels.Count - 1);
        return labels.Count < 2
            ? null
            : new Finding(match.Index + skip, match.Index + at + 1 + Length(domain, labels.Count), PiiTypes.Email, Plain);
    }

    private static bool IsTopLevel(string label) =>
        label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
        || (label.Length >= 2 && label.All(c => !char.IsAsciiDigit(c) && c != '-'));

    private static int Length(string domain, int labels) => string.Join('.', domain.Split('.').Take(labels)).TrimEnd('-').Length;
}

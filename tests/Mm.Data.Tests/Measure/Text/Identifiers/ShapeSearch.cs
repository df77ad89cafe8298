using System.Text.RegularExpressions;
using Mm.Data.Measure.Text.Identifiers;

namespace Mm.Data.Tests.Measure.Text.Identifiers;

/// <summary>
/// The plainest reading of <see cref="IdentifierRule"/>: every shape a regular expression, every rule on its own. Slow, and
/// independent of the engine that the analyser runs.
/// </summary>
internal sealed class ShapeSearch(IReadOnlyList<IdentifierRule> rules)
{
    private readonly IReadOnlyList<(IdentifierRule Rule, Regex Shapes, Regex Context)> _rules =
        [.. rules.Select(rule => (rule, Pattern(rule.Shapes), Words(rule.Context)))];

    /// <summary>Types found, each with the text it was found in.</summary>
    public IEnumerable<(string Type, string Written)> Find(string text)
    {
        foreach (var (rule, shapes, context) in _rules)
        {
            if (rule.NeedsContext && !context.IsMatch(text))
                continue;
            foreach (Match match in shapes.Matches(text))
            {
                var compact = new string([.. match.Value.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
                if (rule.Check is null || rule.Check(compact))
                    yield return (rule.Type, match.Value);
            }
        }
    }

    // Nothing of a longer number or word on either side, also across a sign that numbers are written with.
    private static Regex Pattern(IEnumerable<string> shapes) => new(
        @"(?<![A-Za-z0-9][\-./_]?)(?:" + string.Join('|', shapes.OrderByDescending(shape => shape.Length).Select(Expression)) + @")(?![\-./_]?[A-Za-z0-9])",
        RegexOptions.CultureInvariant);

    private static string Expression(string shape) => string.Concat(shape.Select(place => place switch
    {
        '9' => "[0-9]",
        'A' => "[A-Za-z]",
        'X' => "[A-Za-z0-9]",
        _ => Regex.Escape(place.ToString()),
    }));

    private static Regex Words(IEnumerable<string> words) => new(
        "(?<![\\p{L}\\p{N}])(?:" + string.Join('|', words.Select(Regex.Escape)) + ")(?![\\p{L}\\p{N}])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}

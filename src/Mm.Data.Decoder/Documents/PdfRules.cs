using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace Mm.Data.Decoder.Documents;

/// <summary>An upright or level line on a page, or the edge of a drawn rectangle, in points.</summary>
internal readonly record struct PdfRule(double Left, double Bottom, double Right, double Top)
{
    public bool IsLevel => Top - Bottom < Right - Left;
}

/// <summary>Finds the ruled lines of a page.</summary>
internal static class PdfRules
{
    /// <summary>A line drawn as a thin rectangle is no thicker, and a level one no more aslant.</summary>
    private const double ThicknessMax = 2;

    private const double LengthMin = 4;

    // More is a drawing, which a table is not looked for in.
    private const int RulesMax = 4000;

    /// <summary>None where there are so many that they are a drawing.</summary>
    public static IReadOnlyList<PdfRule> Of(Page page)
    {
        var rules = new List<PdfRule>();
        foreach (var part in page.Paths.Where(path => path.IsStroked || path.IsFilled).SelectMany(path => path))
        {
            rules.AddRange(part.IsDrawnAsRectangle && part.GetBoundingRectangle() is { } box
                ? Edges(new PdfRule(box.Left, box.Bottom, box.Right, box.Top))
                : Lines(part));
            if (rules.Count > RulesMax)
                return [];
        }

        return rules;
    }

    private static IEnumerable<PdfRule> Lines(PdfSubpath part) => part.Commands.OfType<PdfSubpath.Line>()
        .Select(line => new PdfRule(
            Math.Min(line.From.X, line.To.X), Math.Min(line.From.Y, line.To.Y), Math.Max(line.From.X, line.To.X),
            Math.Max(line.From.Y, line.To.Y)))
        .Where(IsRule);

    private static IEnumerable<PdfRule> Edges(PdfRule box) => IsRule(box)
        ? [box]
        : new[]
        {
            box with { Right = box.Left }, box with { Left = box.Right }, box with { Top = box.Bottom }, box with { Bottom = box.Top },
        }.Where(IsRule);

    private static bool IsRule(PdfRule rule) =>
        Math.Min(rule.Right - rule.Left, rule.Top - rule.Bottom) <= ThicknessMax
        && Math.Max(rule.Right - rule.Left, rule.Top - rule.Bottom) >= LengthMin;
}

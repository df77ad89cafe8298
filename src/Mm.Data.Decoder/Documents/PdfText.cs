using System.Text;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Documents;

/// <summary>Puts the lines of a page together into headings and paragraphs.</summary>
internal static class PdfText
{
    /// <summary>From base line to base line in sizes of the letters; further apart begins another paragraph.</summary>
    private const double LeadingMax = 1.75;

    /// <summary>Of letters of one paragraph: the larger size to the smaller.</summary>
    private const double SizeSpread = 1.15;

    private const int HeadingLettersMax = 200;

    /// <param name="lines">From the top down.</param>
    public static IEnumerable<PageBlock> Blocks(IReadOnlyList<PdfLine> lines)
    {
        var body = BodyPoints(lines);
        return Paragraphs(lines).Select(paragraph => Block(paragraph, body));
    }

    private static List<List<PdfLine>> Paragraphs(IReadOnlyList<PdfLine> lines)
    {
        var all = new List<List<PdfLine>>();
        var open = new List<List<PdfLine>>();
        foreach (var line in lines)
        {
            open.RemoveAll(paragraph => paragraph[^1].BaseLine - line.BaseLine > LeadingMax * paragraph[^1].Points);
            var mine = open.FirstOrDefault(paragraph => GoesOn(paragraph[^1], line));
            if (mine is null)
            {
                all.Add(mine = []);
                open.Add(mine);
            }

            mine.Add(line);
        }

        return all;
    }

    private static bool GoesOn(PdfLine above, PdfLine line)
    {
        var (larger, smaller) = (Math.Max(above.Points, line.Points), Math.Min(above.Points, line.Points));
        return larger <= SizeSpread * smaller
            && above.BaseLine - line.BaseLine is var leading && leading > smaller / 2 && leading <= LeadingMax * smaller
            && Math.Min(above.Right, line.Right) > Math.Max(above.Left, line.Left);
    }

    private static PageBlock Block(List<PdfLine> lines, double body)
    {
        var points = lines.Max(line => line.Points);
        var text = Text(lines);
        var kind = points > SizeSpread * body && text.Length <= HeadingLettersMax ? DocumentPartKind.Heading : DocumentPartKind.Paragraph;
        return new PageBlock(
            kind, lines.Min(line => line.Left), lines.Min(line => line.Bottom), lines.Max(line => line.Right), lines.Max(line => line.Top))
        {
            Text = text,
            LetterPoints = points,
        };
    }

    /// <summary>Lines joined by a blank; a word that was broken at the end of a line is whole again.</summary>
    private static string Text(List<PdfLine> lines)
    {
        var text = new StringBuilder();
        foreach (var next in lines.Select(line => line.Text))
        {
            var isBroken = text.Length > 1 && text[^1] == '-' && char.IsLetter(text[^2]) && next.Length > 0 && char.IsLower(next[0]);
            if (isBroken)
                text.Length--;
            else if (text.Length > 0)
                text.Append(' ');
            text.Append(next);
        }

        return text.ToString();
    }

    /// <summary>The size that most letters have; of sizes with as many the smallest.</summary>
    private static double BodyPoints(IEnumerable<PdfLine> lines) => lines
        .GroupBy(line => Math.Round(line.Points, 1))
        .OrderByDescending(group => group.Sum(line => line.Words.Sum(word => word.Letters.Count)))
        .ThenBy(group => group.Key)
        .Select(group => group.Key)
        .FirstOrDefault();
}

using UglyToad.PdfPig.Content;

namespace Mm.Data.Decoder.Documents;

/// <summary>Words that stand side by side, without a gap as between columns. Lengths in points, upwards from the page's bottom.</summary>
internal sealed record PdfLine(IReadOnlyList<Word> Words)
{
    /// <summary>In sizes of the letters: words of one line are closer, also where a line is stretched to the column's width.</summary>
    private const double GapMax = 1.2;

    /// <summary>In sizes of the letters: base lines that are nearer are one.</summary>
    private const double BaseLineSpread = 0.35;

    public double Left { get; } = Words.Min(word => word.BoundingBox.Left);

    public double Right { get; } = Words.Max(word => word.BoundingBox.Right);

    public double Top { get; } = Words.Max(word => word.BoundingBox.Top);

    public double Bottom { get; } = Words.Min(word => word.BoundingBox.Bottom);

    public double BaseLine { get; } = BaseLineOf(Words[0]);

    /// <summary>Size of the letters.</summary>
    public double Points { get; } = Words.SelectMany(word => word.Letters).Max(letter => letter.PointSize);

    public string Text => string.Join(' ', Words.Select(word => word.Text));

    /// <summary>The lines that words make up, from the top down and from the left.</summary>
    public static IEnumerable<PdfLine> Of(IEnumerable<Word> words)
    {
        var row = new List<Word>();
        foreach (var word in words.OrderByDescending(BaseLineOf).ThenBy(word => word.BoundingBox.Left))
        {
            if (row.Count > 0 && BaseLineOf(row[0]) - BaseLineOf(word) > BaseLineSpread * PointsOf(row[0]))
            {
                foreach (var line in Split(row))
                    yield return line;
                row.Clear();
            }

            row.Add(word);
        }

        foreach (var line in Split(row))
            yield return line;
    }

    private static IEnumerable<PdfLine> Split(List<Word> row)
    {
        var line = new List<Word>();
        foreach (var word in row.OrderBy(word => word.BoundingBox.Left).ToArray())
        {
            var gap = line.Count == 0 ? 0 : word.BoundingBox.Left - line[^1].BoundingBox.Right;
            if (line.Count > 0 && gap > GapMax * Math.Max(PointsOf(word), PointsOf(line[^1])))
            {
                yield return new PdfLine([.. line]);
                line.Clear();
            }

            line.Add(word);
        }

        if (line.Count > 0)
            yield return new PdfLine([.. line]);
    }

    private static double BaseLineOf(Word word) => word.Letters[0].StartBaseLine.Y;

    private static double PointsOf(Word word) => word.Letters[0].PointSize;
}

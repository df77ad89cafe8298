using Mm.Data.Pipeline.Ports;
using UglyToad.PdfPig.Content;

namespace Mm.Data.Decoder.Documents;

/// <summary>
/// Finds tables by their ruled cells: lines that cross one another make a grid, and words belong to the cell that their middle lies in. A
/// table without rules between its columns is not told from text in columns, and stays text.
/// </summary>
internal static class PdfTables
{
    private const double Touch = 2;
    private const int CellsMax = 10_000;

    /// <summary>Takes the words of tables out of <paramref name="words"/>.</summary>
    /// <param name="rules">The ruled lines of the page.</param>
    /// <param name="words">The words of the page.</param>
    public static IReadOnlyList<PageBlock> Take(IReadOnlyList<PdfRule> rules, List<Word> words)
    {
        var tables = new List<PageBlock>();
        foreach (var grid in Grids(rules))
        {
            var columns = Edges(grid.Where(rule => !rule.IsLevel).Select(rule => rule.Left));
            var rows = Edges(grid.Where(rule => rule.IsLevel).Select(rule => rule.Bottom));
            if (columns.Length < 3 || rows.Length < 3 || (long)columns.Length * rows.Length > CellsMax)
                continue;
            if (Table(columns, rows, words) is not { } table)
                continue;
            tables.Add(table);
            words.RemoveAll(word => IsIn(word, columns, rows));
        }

        return tables;
    }

    /// <summary>Null where most cells are empty: a frame, or a form.</summary>
    private static PageBlock? Table(double[] columns, double[] rows, List<Word> words)
    {
        var cells = words.Where(word => IsIn(word, columns, rows))
            .ToLookup(word => (Row: Cell(rows, MiddleY(word)), Column: Cell(columns, MiddleX(word))));
        if (cells.Count * 2 <= (columns.Length - 1) * (rows.Length - 1))
            return null;
        var lines = Enumerable.Range(0, rows.Length - 1).Reverse().Select(row => string.Join(
            HtmlTable.BetweenCells, Enumerable.Range(0, columns.Length - 1).Select(column => Text(cells[(row, column)]))));
        return new PageBlock(DocumentPartKind.Table, columns[0], rows[0], columns[^1], rows[^1]) { Text = string.Join('\n', lines) };
    }

    private static string Text(IEnumerable<Word> cell) => string.Join(' ', PdfLine.Of(cell).Select(line => line.Text));

    /// <summary>Rules that hang together, each by what it touches.</summary>
    private static IEnumerable<List<PdfRule>> Grids(IReadOnlyList<PdfRule> rules)
    {
        var left = new List<PdfRule>(rules);
        while (left.Count > 0)
        {
            var grid = new List<PdfRule> { left[^1] };
            left.RemoveAt(left.Count - 1);
            for (var at = 0; at < grid.Count; at++)
            {
                var rule = grid[at];
                for (var other = left.Count - 1; other >= 0; other--)
                {
                    if (!Touches(rule, left[other]))
                        continue;
                    grid.Add(left[other]);
                    left[other] = left[^1];
                    left.RemoveAt(left.Count - 1);
                }
            }

            yield return grid;
        }
    }

    private static bool Touches(PdfRule one, PdfRule other) =>
        one.Left <= other.Right + Touch && other.Left <= one.Right + Touch
        && one.Bottom <= other.Top + Touch && other.Bottom <= one.Top + Touch;

    /// <summary>In order, those that lie together as one.</summary>
    private static double[] Edges(IEnumerable<double> places)
    {
        var edges = new List<double>();
        foreach (var place in places.Order())
        {
            if (edges.Count == 0 || place - edges[^1] > Touch)
                edges.Add(place);
        }

        return [.. edges];
    }

    private static bool IsIn(Word word, double[] columns, double[] rows) =>
        MiddleX(word) >= columns[0] && MiddleX(word) < columns[^1] && MiddleY(word) >= rows[0] && MiddleY(word) < rows[^1];

    private static int Cell(double[] edges, double place) => Array.FindLastIndex(edges, edge => edge <= place);

    private static double MiddleX(Word word) => (word.BoundingBox.Left + word.BoundingBox.Right) / 2;

    private static double MiddleY(Word word) => (word.BoundingBox.Bottom + word.BoundingBox.Top) / 2;
}

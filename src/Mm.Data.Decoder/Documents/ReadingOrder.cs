namespace Mm.Data.Decoder.Documents;

/// <summary>
/// Puts the blocks of a page into the order in which they are read, by cutting it along white space (recursive XY cut: Nagy and Seth 1984).
/// Columns are cut before rows, so that a column is read to its end; rows that have the same columns are one stretch of columns.
/// </summary>
internal static class ReadingOrder
{
    /// <summary>Narrower is no gap between columns.</summary>
    private const double GutterPoints = 8;

    // Deeper a page is not laid out; what is left is read from the top down.
    private const int DepthMax = 24;

    /// <param name="blocks">The blocks.</param>
    /// <param name="pageArea">Of the page, in points. What covers most of it lies behind the rest, and is read first.</param>
    public static IReadOnlyList<PageBlock> Of(IReadOnlyList<PageBlock> blocks, double pageArea)
    {
        const double most = 0.7;
        var behind = blocks.Where(block => block.Area > most * pageArea);
        return [.. behind, .. Ordered([.. blocks.Where(block => block.Area <= most * pageArea)], 0)];
    }

    private static IEnumerable<PageBlock> Ordered(List<PageBlock> blocks, int depth)
    {
        if (blocks.Count < 2 || depth == DepthMax)
            return FromTop(blocks);
        var columns = Columns(blocks);
        if (columns.Count > 1)
            return columns.SelectMany(column => Ordered(column, depth + 1));
        var rows = Stretches(Rows(blocks));
        return rows.Count > 1 ? rows.SelectMany(row => Ordered(row, depth + 1)) : FromTop(blocks);
    }

    private static IEnumerable<PageBlock> FromTop(IEnumerable<PageBlock> blocks) =>
        blocks.OrderByDescending(block => block.Top).ThenBy(block => block.Left);

    private static List<List<PageBlock>> Columns(IEnumerable<PageBlock> blocks) =>
        Cut(blocks.OrderBy(block => block.Left), block => block.Left, block => block.Right, GutterPoints);

    private static List<List<PageBlock>> Rows(IEnumerable<PageBlock> blocks) =>
        Cut(blocks.OrderByDescending(block => block.Top), block => -block.Top, block => -block.Bottom, 0);

    /// <summary>Joins rows from the top down as long as what they come to still falls into columns.</summary>
    private static List<List<PageBlock>> Stretches(List<List<PageBlock>> rows)
    {
        var stretches = new List<List<PageBlock>>();
        foreach (var row in rows)
        {
            if (stretches.Count > 0 && stretches[^1].Concat(row).ToList() is var joined && Columns(joined).Count > 1
                && Columns(stretches[^1]).Count > 1)
                stretches[^1] = joined;
            else
                stretches.Add(row);
        }

        return stretches;
    }

    private static List<List<PageBlock>> Cut(
        IEnumerable<PageBlock> blocks, Func<PageBlock, double> start, Func<PageBlock, double> end, double gap)
    {
        var cut = new List<List<PageBlock>>();
        var reached = double.NegativeInfinity;
        foreach (var block in blocks)
        {
            if (cut.Count == 0 || start(block) >= reached + gap)
                cut.Add([]);
            cut[^1].Add(block);
            reached = Math.Max(reached, end(block));
        }

        return cut;
    }
}

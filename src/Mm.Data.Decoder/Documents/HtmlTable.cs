using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace Mm.Data.Decoder.Documents;

/// <summary>A table of data as text: a row a line, cells parted by <c> | </c>, a cell over several columns once.</summary>
internal sealed record HtmlTable(string Caption, string Rows)
{
    public const string BetweenCells = " | ";

    /// <summary>Null for a table that lays out a page: one with pictures or with tables in its cells, or of one column.</summary>
    public static HtmlTable? Read(IElement element)
    {
        if (element is not IHtmlTableElement table || table.QuerySelector("table, img") is not null)
            return null;
        var rows = table.Rows.Where(HtmlShown.Is)
            .Select(row => row.Cells.Where(HtmlShown.Is).ToArray())
            .Where(cells => cells.Length > 0)
            .ToArray();
        if (!rows.Any(cells => cells.Length > 1))
            return null;
        var caption = table.Caption is { } said && HtmlShown.Is(said) ? Text(said) : "";
        return new HtmlTable(caption, string.Join('\n', rows.Select(cells => string.Join(BetweenCells, cells.Select(Text)))));
    }

    /// <summary>In one line, without what is not shown.</summary>
    private static string Text(IElement cell)
    {
        var text = new StringBuilder();
        var open = new Stack<INode>([cell]);
        while (open.TryPop(out var node))
        {
            if (node is IText words)
                text.Append(words.Data.ReplaceLineEndings(" "));
            if (node is IElement element && element != cell && !HtmlShown.Is(element))
                continue;
            if (node is IElement && text.Length > 0)
                text.Append(' ');
            foreach (var child in node.ChildNodes.Reverse())
                open.Push(child);
        }

        return CleanText.Of(text.ToString());
    }
}

using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Source.Documents;

/// <summary>
/// Cuts a document into rows, one a picture: a row begins where the one before ended, and ends behind its picture's captions; the last one
/// goes to the document's end. So the rows in order are the whole document, and no part is in two of them.
/// </summary>
internal static class DocumentRows
{
    private const string Between = "\n\n";

    /// <summary>The rows; none where there is no picture.</summary>
    public static IReadOnlyList<DocumentRow> Cut(IReadOnlyList<DocumentPart> parts)
    {
        var rows = new List<DocumentRow>();
        int[] pictures = [.. Enumerable.Range(0, parts.Count).Where(i => parts[i].Kind is DocumentPartKind.Picture)];
        var from = 0;
        foreach (var (n, picture) in pictures.Index())
        {
            var end = n + 1 == pictures.Length ? parts.Count : picture + 1;
            while (end < parts.Count && parts[end].Kind is DocumentPartKind.Caption)
                end++;
            rows.Add(Row([.. parts.Take(end).Skip(from)], picture - from));
            from = end;
        }

        return rows;
    }

    private static DocumentRow Row(DocumentPart[] parts, int picture)
    {
        var own = OwnCaptions(parts, picture);
        var text = new StringBuilder();
        var slices = new DocumentSlice[parts.Length];
        foreach (var i in own.Concat(Enumerable.Range(0, parts.Length).Except(own)))
        {
            if (parts[i].Text.Length > 0 && text.Length > 0)
                text.Append(Between);
            slices[i] = new DocumentSlice(parts[i].Kind, text.Length, parts[i].Text.Length);
            text.Append(parts[i].Text);
        }

        return new DocumentRow(parts[picture].Number, parts[picture].Picture, text.ToString(), slices);
    }

    /// <summary>The captions that stand right behind the picture, or else right before it.</summary>
    private static int[] OwnCaptions(DocumentPart[] parts, int picture)
    {
        var (first, last) = (picture, picture);
        while (last + 1 < parts.Length && parts[last + 1].Kind is DocumentPartKind.Caption)
            last++;
        while (last == picture && first > 0 && parts[first - 1].Kind is DocumentPartKind.Caption)
            first--;
        return last > picture
            ? [.. Enumerable.Range(picture + 1, last - picture)]
            : [.. Enumerable.Range(first, picture - first)];
    }
}

using System.Text;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Ports;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.DocumentLayoutAnalysis;
using UglyToad.PdfPig.DocumentLayoutAnalysis.PageSegmenter;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace Mm.Data.Decoder.Documents;

/// <summary>
/// What a page of a PDF shows, as blocks in reading order. Words by nearest neighbours, blocks by Docstrum (O'Gorman 1993), both PdfPig's.
/// </summary>
internal static class PdfPage
{
    private const int LettersMax = 200_000;

    /// <summary>Smaller letters nobody reads.</summary>
    private const double LetterPointsMin = 1;

    private const int HeadingLettersMax = 200;

    // One thread: a child has one core, and threads could come to another order.
    private static readonly NearestNeighbourWordExtractor Words =
        new(new NearestNeighbourWordExtractor.NearestNeighbourWordExtractorOptions { MaxDegreeOfParallelism = 1 });

    private static readonly DocstrumBoundingBoxes Segments =
        new(new DocstrumBoundingBoxes.DocstrumBoundingBoxesOptions { MaxDegreeOfParallelism = 1 });

    /// <exception cref="UndecodableException">It has more letters than a page can have.</exception>
    public static IReadOnlyList<PageBlock> Blocks(Page page)
    {
        if (page.Letters.Count > LettersMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        Letter[] letters = [.. page.Letters.Where(letter => IsShown(letter, page.CropBox.Bounds))];
        var blocks = letters.Length == 0 ? [] : Texts(letters);
        var pictures = page.GetImages().Where(picture => !picture.IsImageMask).Select(PictureBlock);
        var ordered = ReadingOrder.Of([.. blocks, .. pictures], page.CropBox.Bounds.Area);
        return PdfCaptions.Mark(ordered);
    }

    /// <summary>Hidden text is none: what cannot be seen on the page was put there for others than readers.</summary>
    private static bool IsShown(Letter letter, PdfRectangle page) =>
        letter.RenderingMode is not (TextRenderingMode.Neither or TextRenderingMode.NeitherClip)
        && letter.PointSize >= LetterPointsMin
        && letter.StartBaseLine.X < page.Right && letter.EndBaseLine.X > page.Left
        && letter.StartBaseLine.Y < page.Top && letter.StartBaseLine.Y > page.Bottom;

    private static IEnumerable<PageBlock> Texts(Letter[] letters)
    {
        var body = Median(letters.Select(letter => letter.PointSize));
        foreach (var block in Segments.GetBlocks(Words.GetWords(letters)))
        {
            var points = Median(block.TextLines.SelectMany(line => line.Words).SelectMany(word => word.Letters).Select(l => l.PointSize));
            var text = Text(block);
            var isHeading = points > 1.15 * body && text.Length <= HeadingLettersMax;
            yield return Block(isHeading ? DocumentPartKind.Heading : DocumentPartKind.Paragraph, block.BoundingBox) with
            {
                Text = text,
                LetterPoints = points,
            };
        }
    }

    /// <summary>Lines joined by a blank; a word that was broken at the end of a line is whole again.</summary>
    private static string Text(TextBlock block)
    {
        var text = new StringBuilder();
        foreach (var line in block.TextLines)
        {
            var next = line.Text.Trim();
            var isBroken = text.Length > 1 && text[^1] == '-' && char.IsLetter(text[^2]) && next.Length > 0 && char.IsLower(next[0]);
            if (isBroken)
                text.Length--;
            else if (text.Length > 0)
                text.Append(' ');
            text.Append(next);
        }

        return text.ToString();
    }

    private static PageBlock PictureBlock(IPdfImage picture) => Block(DocumentPartKind.Picture, picture.BoundingBox) with { Picture = picture };

    /// <summary>Upright: of what is turned the box around it.</summary>
    private static PageBlock Block(DocumentPartKind kind, PdfRectangle box)
    {
        PdfPoint[] corners = [box.TopLeft, box.TopRight, box.BottomLeft, box.BottomRight];
        return new PageBlock(
            kind, corners.Min(corner => corner.X), corners.Min(corner => corner.Y), corners.Max(corner => corner.X),
            corners.Max(corner => corner.Y));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : sorted[sorted.Length / 2];
    }
}

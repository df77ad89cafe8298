using Mm.Data.Pipeline.Ports;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace Mm.Data.Decoder.Documents;

/// <summary>What a page of a PDF shows, as blocks in reading order. Words are PdfPig's, by nearest neighbours.</summary>
internal static class PdfPage
{
    private const int LettersMax = 200_000;

    /// <summary>Smaller letters nobody reads.</summary>
    private const double LetterPointsMin = 1;

    // One thread: a child has one core, and threads could come to another order.
    private static readonly NearestNeighbourWordExtractor Words =
        new(new NearestNeighbourWordExtractor.NearestNeighbourWordExtractorOptions { MaxDegreeOfParallelism = 1 });

    /// <exception cref="UndecodableException">It has more letters than a page can have.</exception>
    public static IReadOnlyList<PageBlock> Blocks(Page page)
    {
        if (page.Letters.Count > LettersMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        Letter[] letters = [.. page.Letters.Where(letter => IsShown(letter, page.CropBox.Bounds))];
        List<Word> words = letters.Length == 0 ? [] : [.. Words.GetWords(letters)];
        var tables = PdfTables.Take(PdfRules.Of(page), words);
        var pictures = page.GetImages().Where(picture => !picture.IsImageMask).Select(PictureBlock);
        var ordered = ReadingOrder.Of([.. PdfText.Blocks([.. PdfLine.Of(words)]), .. tables, .. pictures], page.CropBox.Bounds.Area);
        return PdfCaptions.Mark(ordered);
    }

    /// <summary>Hidden text is none: what cannot be seen on the page was put there for others than readers.</summary>
    private static bool IsShown(Letter letter, PdfRectangle page) =>
        letter.RenderingMode is not (TextRenderingMode.Neither or TextRenderingMode.NeitherClip)
        && letter.PointSize >= LetterPointsMin
        && letter.StartBaseLine.X < page.Right && letter.EndBaseLine.X > page.Left
        && letter.StartBaseLine.Y < page.Top && letter.StartBaseLine.Y > page.Bottom;

    /// <summary>Upright: of what is turned the box around it.</summary>
    private static PageBlock PictureBlock(IPdfImage picture)
    {
        var box = picture.BoundingBox;
        PdfPoint[] corners = [box.TopLeft, box.TopRight, box.BottomLeft, box.BottomRight];
        return new PageBlock(
            DocumentPartKind.Picture, corners.Min(corner => corner.X), corners.Min(corner => corner.Y), corners.Max(corner => corner.X),
            corners.Max(corner => corner.Y))
        {
            Picture = picture,
        };
    }
}

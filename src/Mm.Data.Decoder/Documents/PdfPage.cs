using Mm.Data.Pipeline.Ports;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;

namespace Mm.Data.Decoder.Documents;

/// <summary>What a page of a PDF shows, as blocks in reading order. Words are PdfPig's, by nearest neighbours.</summary>
internal static class PdfPage
{
    private const int LettersMax = 200_000;

    // One thread: a child has one core, and threads could come to another order.
    private static readonly NearestNeighbourWordExtractor Words =
        new(new NearestNeighbourWordExtractor.NearestNeighbourWordExtractorOptions { MaxDegreeOfParallelism = 1 });

    /// <exception cref="UndecodableException">It has more letters than a page can have.</exception>
    public static IReadOnlyList<PageBlock> Blocks(Page page)
    {
        if (page.Letters.Count > LettersMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        IPdfImage[] pictures = [.. page.GetImages().Where(picture => !picture.IsImageMask)];
        Letter[] letters = [.. page.Letters.Where(new PdfShown(page, pictures).Is)];
        List<Word> words = letters.Length == 0 ? [] : [.. Words.GetWords(letters)];
        var tables = PdfTables.Take(PdfRules.Of(page), words);
        var texts = PdfText.Blocks([.. PdfLine.Of(words)]);
        PageBlock[] blocks = [.. texts, .. tables, .. pictures.Select(PictureBlock)];
        return PdfCaptions.Mark(ReadingOrder.Of(blocks, page.CropBox.Bounds.Area));
    }

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

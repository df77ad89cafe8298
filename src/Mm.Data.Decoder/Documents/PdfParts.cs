using Mm.Data.Decode;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Mm.Data.Decoder.Documents;

/// <summary>
/// Texts and pictures of a PDF, page after page. What its pages show is read and nothing else: no information dictionary, no annotations,
/// no forms, no attachments, no outlines, no scripts.
/// </summary>
internal static class PdfParts
{
    // Of calls for content in content; deeper is nothing that a page needs.
    private const int StackDepthMax = 32;

    /// <exception cref="UndecodableException">It is encrypted or beyond the limits.</exception>
    public static void Read(ReadOnlyMemory<byte> encoded, DocumentOptions options, long pixelsMax, PartList parts)
    {
        using var pdf = Open(encoded);
        if (pdf.IsEncrypted)
            throw new UndecodableException(DocumentReasons.Encrypted);
        if (pdf.NumberOfPages > options.PagesMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        for (var number = 1; number <= pdf.NumberOfPages; number++)
            Add(PdfPage.Blocks(pdf.GetPage(number)), pixelsMax, parts);
    }

    private static PdfDocument Open(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            return PdfDocument.Open(encoded, new ParsingOptions { SkipMissingFonts = true, MaxStackDepth = StackDepthMax });
        }
        catch (PdfDocumentEncryptedException)
        {
            throw new UndecodableException(DocumentReasons.Encrypted);
        }
    }

    private static void Add(IReadOnlyList<PageBlock> blocks, long pixelsMax, PartList parts)
    {
        foreach (var block in blocks)
        {
            if (block.Picture is { } picture)
                parts.AddPicture(Math.Min(picture.WidthInSamples, picture.HeightInSamples), () => PdfPictures.Read(picture, pixelsMax));
            else
                parts.AddText(block.Kind, block.Text);
        }
    }
}

using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Decoder.Documents;

/// <summary>Takes a document apart. Nothing that it names is opened, and nothing in it is run.</summary>
internal static class DocumentDecoder
{
    /// <param name="encoded">The document.</param>
    /// <param name="options">What it may cost.</param>
    /// <param name="limits">What a picture may cost.</param>
    /// <exception cref="UndecodableException">It is no document, damaged, encrypted, or beyond its limits.</exception>
    public static Answer Answer(ReadOnlyMemory<byte> encoded, DocumentOptions options, ChildSettings limits)
    {
        var parts = new PartList(options);
        try
        {
            switch (DocumentFormats.Sniff(encoded.Span))
            {
                case DocumentFormat.Pdf:
                    PdfParts.Read(encoded, options, limits.PixelsMax, parts);
                    break;
                case DocumentFormat.Html:
                    new HtmlParts(parts, limits).Read(encoded);
                    break;
                default:
                    throw new UndecodableException(DecodeReasons.Unsupported);
            }
        }
        catch (Exception e) when (e is not (UndecodableException or OutOfMemoryException))
        {
            // Parsers throw what they like on damaged input; the whole of it is one verdict.
            throw new UndecodableException(DecodeReasons.Corrupt);
        }

        return parts.Answer();
    }
}

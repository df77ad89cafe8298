using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace Mm.Data.Decoder.Documents;

/// <summary>Pictures of a PDF as files of their own.</summary>
internal static class PdfPictures
{
    /// <summary>
    /// The JPEG that lies in the document, or its samples as a PNG; empty where the form is unknown or has more than
    /// <paramref name="pixelsMax"/>.
    /// </summary>
    public static ReadOnlyMemory<byte> Read(IPdfImage picture, long pixelsMax)
    {
        if ((long)picture.WidthInSamples * picture.HeightInSamples > pixelsMax)
            return default;
        if (IsJpeg(picture))
            return picture.RawMemory.ToArray();
        return picture.TryGetPng(out var png) && png is { Length: > 0 } ? png : default(ReadOnlyMemory<byte>);
    }

    private static bool IsJpeg(IPdfImage picture) =>
        picture.ImageDictionary.Data.TryGetValue("Filter", out var filter)
        && filter switch
        {
            NameToken name => IsJpeg(name),
            ArrayToken { Data: [NameToken name] } => IsJpeg(name),
            _ => false,
        }
        && picture.RawMemory.Span.StartsWith((ReadOnlySpan<byte>)[0xff, 0xd8, 0xff]);

    private static bool IsJpeg(NameToken name) => name.Data is "DCTDecode" or "DCT";
}

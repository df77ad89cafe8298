using Mm.Data.Pipeline.Ports;
using UglyToad.PdfPig.Content;

namespace Mm.Data.Decoder.Documents;

/// <summary>A text or a picture on a page, with its place in points; <paramref name="Top"/> is above <paramref name="Bottom"/>.</summary>
internal sealed record PageBlock(DocumentPartKind Kind, double Left, double Bottom, double Right, double Top)
{
    public string Text { get; init; } = "";

    /// <summary>Size of the letters in points; 0 for pictures.</summary>
    public double LetterPoints { get; init; }

    public IPdfImage? Picture { get; init; }

    public double Area => (Right - Left) * (Top - Bottom);
}

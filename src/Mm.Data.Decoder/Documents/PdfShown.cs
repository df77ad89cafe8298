using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics.Colors;

namespace Mm.Data.Decoder.Documents;

/// <summary>
/// Which letters of a page can be seen. Hidden text is none: what cannot be seen on the page was put there for others than readers.
/// </summary>
internal sealed class PdfShown
{
    /// <summary>Smaller letters nobody reads.</summary>
    private const double LetterPointsMin = 1;

    /// <summary>Of each colour, from 0 to 1: as light as paper.</summary>
    private const double WhiteMin = 0.97;

    // With more of them a page is a drawing, and letters on it count as seen.
    private const int GroundsMax = 2000;

    private readonly PdfRectangle _page;
    private readonly PdfRectangle[] _grounds;

    public PdfShown(Page page, IEnumerable<IPdfImage> pictures)
    {
        _page = page.CropBox.Bounds;
        var filled = page.Paths.Where(path => path.IsFilled && !IsWhite(path.FillColor))
            .Select(path => path.GetBoundingRectangle()).OfType<PdfRectangle>();
        _grounds = [.. pictures.Select(picture => picture.BoundingBox).Concat(filled).Take(GroundsMax + 1)];
    }

    public bool Is(Letter letter) =>
        letter.RenderingMode is not (TextRenderingMode.Neither or TextRenderingMode.NeitherClip)
        && letter.PointSize >= LetterPointsMin
        && letter.StartBaseLine.X < _page.Right && letter.EndBaseLine.X > _page.Left
        && letter.StartBaseLine.Y < _page.Top && letter.StartBaseLine.Y > _page.Bottom
        && (!IsWhite(letter.FillColor) || IsOnGround(letter));

    private bool IsOnGround(Letter letter) => _grounds.Length > GroundsMax || _grounds.Any(ground =>
        letter.StartBaseLine.X >= ground.Left && letter.StartBaseLine.X <= ground.Right
        && letter.StartBaseLine.Y >= ground.Bottom && letter.StartBaseLine.Y <= ground.Top);

    private static bool IsWhite(IColor? colour)
    {
        if (colour is not (GrayColor or RGBColor or CMYKColor))
            return false; // a pattern shows
        var (red, green, blue) = colour.ToRGBValues();
        return Math.Min(red, Math.Min(green, blue)) >= WhiteMin;
    }
}

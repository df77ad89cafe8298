using System.Text.RegularExpressions;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Documents;

/// <summary>
/// Tells which texts of a page are captions: those that say so, and those that stand close below a picture, no wider than it.
/// </summary>
internal static partial class PdfCaptions
{
    private const int LettersMax = 600;

    /// <summary>Below a picture, in heights of the caption's letters.</summary>
    private const double GapMax = 2;

    public static IReadOnlyList<PageBlock> Mark(IReadOnlyList<PageBlock> ordered)
    {
        var marked = new PageBlock[ordered.Count];
        for (var i = 0; i < marked.Length; i++)
        {
            var block = ordered[i];
            var follows = i > 0 && ordered[i - 1].Kind is DocumentPartKind.Picture && IsBelow(block, ordered[i - 1]);
            var isCaption = block.Kind is DocumentPartKind.Paragraph && block.Text.Length <= LettersMax
                && (follows || Named().IsMatch(block.Text));
            marked[i] = isCaption ? block with { Kind = DocumentPartKind.Caption } : block;
        }

        return marked;
    }

    private static bool IsBelow(PageBlock text, PageBlock picture) =>
        picture.Bottom - text.Top < GapMax * text.LetterPoints
        && text.Top <= picture.Bottom + text.LetterPoints
        && text.Left >= picture.Left - text.LetterPoints
        && text.Right <= picture.Right + text.LetterPoints;

    /// <summary>The words by which captions of figures begin, with a number, in the languages that most are written in.</summary>
    [GeneratedRegex(
        @"^(figure|fig\.?|table|plate|photo|chart|abbildung|abb\.?|tabelle|bild|figura|tabla|tableau|図|表|图)\s*\d{1,3}[\s.:)–—-]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Named();
}

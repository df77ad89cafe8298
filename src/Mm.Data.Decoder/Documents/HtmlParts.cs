using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Mm.Data.Decode;
using Mm.Data.Decode.Protocol;
using Mm.Data.Pipeline.Ports;

namespace Mm.Data.Decoder.Documents;

/// <summary>
/// Texts and pictures of an HTML page, in the order of its body. Nothing is fetched and no script runs: a picture is one that the page
/// itself holds (<c>data:</c>), or a file beside it, which is named and not opened; in place of any other stands that there was one.
/// What browsers do not show, by element, attribute or own style, is not read.
/// </summary>
internal sealed class HtmlParts(PartList parts, ChildSettings limits)
{
    private const int DepthMax = 512;

    private static readonly HashSet<string> Headings = ["h1", "h2", "h3", "h4", "h5", "h6"];

    private static readonly HashSet<string> Blocks =
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main", "ol", "p", "pre", "search", "section", "summary",
        "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", .. Headings,
    ];

    private readonly StringBuilder _text = new();
    private DocumentPartKind _kind;

    /// <exception cref="UndecodableException">It is nested too deeply, or beyond the limits.</exception>
    public void Read(ReadOnlyMemory<byte> encoded)
    {
        using var stream = new MemoryStream(encoded.ToArray(), writable: false);
        using var page = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(stream);
        if (page.Body is { } body)
            Walk(body, DocumentPartKind.Paragraph, 0);
        Flush();
    }

    private void Walk(IElement element, DocumentPartKind kind, int depth)
    {
        if (depth > DepthMax)
            throw new UndecodableException(DocumentReasons.TooLong);
        foreach (var node in element.ChildNodes)
        {
            if (node is IText text)
                (_kind, _) = (kind, _text.Append(text.Data.ReplaceLineEndings(" ")));
            else if (node is IElement child && HtmlShown.Is(child))
                Visit(child, kind, depth + 1);
        }
    }

    private void Visit(IElement element, DocumentPartKind kind, int depth)
    {
        var name = element.LocalName;
        if (name == "img")
        {
            Flush();
            AddPicture(element);
        }
        else if (name == "br")
        {
            _text.Append(' ');
        }
        else if (name == "table" && HtmlTable.Read(element) is { } table)
        {
            Flush();
            if (table.Caption.Length > 0)
                parts.AddText(DocumentPartKind.Caption, table.Caption);
            parts.AddText(DocumentPartKind.Table, table.Rows);
        }
        else if (Blocks.Contains(name))
        {
            Flush();
            Walk(element, KindOf(name, kind), depth);
            Flush();
        }
        else
        {
            Walk(element, kind, depth);
        }
    }

    private static DocumentPartKind KindOf(string name, DocumentPartKind around) => name switch
    {
        _ when Headings.Contains(name) => DocumentPartKind.Heading,
        "figcaption" or "caption" => DocumentPartKind.Caption,
        _ => around,
    };

    private void Flush()
    {
        parts.AddText(_kind, _text.ToString());
        _text.Clear();
    }

    /// <summary>Behind it what stands in its place for those who cannot see it, unless a figure's caption says more.</summary>
    private void AddPicture(IElement element)
    {
        var address = element.GetAttribute("src") ?? "";
        var picture = DataAddress.Read(address);
        var linked = picture.IsEmpty ? RelativeAddress.Of(address) : null;
        var side = linked is null ? ShorterSide(picture) : StatedSide(element);
        if (linked is not null)
            parts.AddLinked(side ?? int.MaxValue, linked);
        else
            parts.AddPicture(side ?? int.MaxValue, () => side is null ? default : picture);
        var isCaptioned = element.Closest("figure")?.QuerySelector("figcaption") is not null;
        if (!isCaptioned && (side ?? int.MaxValue) >= parts.PictureSideMin && element.GetAttribute("alt") is { } said)
            parts.AddText(DocumentPartKind.Caption, said.ReplaceLineEndings(" "));
    }

    /// <summary>Null where the page does not say how large its picture is shown.</summary>
    private static int? StatedSide(IElement element) =>
        int.TryParse(element.GetAttribute("width"), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
        && int.TryParse(element.GetAttribute("height"), NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? Math.Min(width, height)
            : null;

    /// <summary>Null where it is no picture that the page holds.</summary>
    private int? ShorterSide(ReadOnlyMemory<byte> picture)
    {
        if (picture.IsEmpty || Sniffer.Sniff(picture.Span) is var container && !container.IsImage())
            return null;
        try
        {
            using var still = Images.Stills.Open(picture, container, limits);
            return Math.Min(still.Facts.Width, still.Facts.Height);
        }
        catch (UndecodableException)
        {
            return null;
        }
    }
}

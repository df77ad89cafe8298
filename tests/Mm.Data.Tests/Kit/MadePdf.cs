using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace Mm.Data.Tests.Kit;

/// <summary>Writes PDFs as tests need them: texts and pictures at places on A4 pages, in points from the top left.</summary>
internal sealed class MadePdf : IDisposable
{
    public const double PageHeight = 842;

    private const double LinePoints = 14;

    private readonly PdfDocumentBuilder _builder = new();
    private readonly PdfDocumentBuilder.AddedFont _font;
    private PdfPageBuilder _page;

    public MadePdf()
    {
        _builder.IncludeDocumentInformation = true;
        _font = _builder.AddStandard14Font(Standard14Font.Helvetica);
        _page = _builder.AddPage(PageSize.A4);
    }

    public PdfDocumentBuilder.DocumentInformationBuilder Information => _builder.DocumentInformation;

    public PdfPageBuilder Page => _page;

    public MadePdf NextPage()
    {
        _page = _builder.AddPage(PageSize.A4);
        return this;
    }

    /// <summary>Lines below one another; the first one's base line is <paramref name="top"/> points below the page's top.</summary>
    public MadePdf Text(double left, double top, double points, params IEnumerable<string> lines)
    {
        foreach (var (number, line) in lines.Index())
            _page.AddText(line, points, new PdfPoint(left, PageHeight - top - (number * LinePoints)), _font);
        return this;
    }

    public MadePdf Hidden(double left, double top, string line)
    {
        _page.SetTextRenderingMode(TextRenderingMode.Neither);
        Text(left, top, 10, line);
        _page.SetTextRenderingMode(TextRenderingMode.Fill);
        return this;
    }

    public MadePdf Png(double left, double top, double width, double height, byte[] png)
    {
        _page.AddPng(png, new PdfRectangle(left, PageHeight - top - height, left + width, PageHeight - top));
        return this;
    }

    public MadePdf Jpeg(double left, double top, double width, double height, byte[] jpeg)
    {
        _page.AddJpeg(jpeg, new PdfRectangle(left, PageHeight - top - height, left + width, PageHeight - top));
        return this;
    }

    /// <summary>A table with ruled cells of 120 by 20 points.</summary>
    public MadePdf Table(double left, double top, params string[][] rows)
    {
        const double width = 120;
        const double height = 20;
        foreach (var (row, cells) in rows.Index())
        {
            foreach (var (column, cell) in cells.Index())
            {
                var (x, y) = (left + (column * width), top + (row * height));
                _page.DrawRectangle(new PdfPoint(x, PageHeight - y - height), width, height);
                Text(x + 4, y + 14, 10, cell);
            }
        }

        return this;
    }

    /// <summary>The file; nothing more can be added.</summary>
    public byte[] Build()
    {
        using (this)
            return _builder.Build();
    }

    public void Dispose() => _builder.Dispose();
}

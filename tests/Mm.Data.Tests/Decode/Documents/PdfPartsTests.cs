using System.Globalization;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Documents;

/// <summary>PDFs made here, taken apart by a real child.</summary>
public sealed class PdfPartsTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_and_pictures_come_in_the_order_of_the_page()
    {
        var pdf = new MadePdf()
            .Text(60, 60, 22, "The harbour in winter")
            .Text(60, 110, 11, "Boats lie on the shore from November on, and most of them", "are covered with canvas until the ice has gone.")
            .Png(60, 160, 192, 128, MarkedPictures.Png(1))
            .Text(60, 302, 9, "Boats under canvas.")
            .Text(60, 360, 11, "In spring the work begins anew, with paint and with tar.")
            .NextPage()
            .Png(60, 60, 192, 128, MarkedPictures.Png(2))
            .Text(60, 240, 11, "The end of the year is quiet.");

        var parts = await PartsAsync(pdf.Build());

        Assert.Equal(
            [
                "heading: The harbour in winter",
                "paragraph: Boats lie on the shore from November on, and most of them are covered with canvas until the ice has gone.",
                "picture: 1",
                "caption: Boats under canvas.",
                "paragraph: In spring the work begins anew, with paint and with tar.",
                "picture: 2",
                "paragraph: The end of the year is quiet.",
            ],
            parts.Select(Told));
    }

    [Fact]
    public async Task Columns_are_read_one_after_the_other_and_a_heading_over_both_comes_first()
    {
        string[] left = ["The left column begins here", "and goes on for some lines", "until it ends."];
        string[] more = ["A second paragraph of the", "left column."];
        string[] right = ["The right column is read", "after all of the left one,", "not line by line."];
        string[] last = ["Its second paragraph ends", "the page."];
        var pdf = new MadePdf()
            .Text(60, 60, 20, "A heading that goes over both columns")
            .Text(60, 120, 10, left).Text(320, 120, 10, right)
            .Text(60, 200, 10, more).Text(320, 200, 10, last)
            .Text(60, 300, 10, "A line below that goes over the width of both columns, from the left to the right.");

        var parts = await PartsAsync(pdf.Build());

        Assert.Equal(
            [
                "heading: A heading that goes over both columns",
                .. new[] { left, more, right, last }.Select(lines => "paragraph: " + string.Join(' ', lines)),
                "paragraph: A line below that goes over the width of both columns, from the left to the right.",
            ],
            parts.Select(Told));
    }

    [Fact]
    public async Task A_ruled_table_is_rows_of_cells()
    {
        var pdf = new MadePdf()
            .Text(60, 60, 11, "The boats of the harbour by year are these.")
            .Table(60, 100, ["Year", "Boats", "Owners"], ["2020", "14 large", "9"], ["2021", "", "11"])
            .Text(60, 220, 11, "Numbers are of the harbour master.");

        var parts = await PartsAsync(pdf.Build());

        Assert.Equal(
            [
                "paragraph: The boats of the harbour by year are these.", "table: Year | Boats | Owners\n2020 | 14 large | 9\n2021 | | 11",
                "paragraph: Numbers are of the harbour master.",
            ],
            parts.Select(Told));
    }

    [Fact]
    public async Task A_caption_says_so_wherever_it_stands()
    {
        var pdf = new MadePdf()
            .Text(60, 60, 11, "Figure 3: The pier at low tide.")
            .Png(60, 90, 192, 128, MarkedPictures.Png(1))
            .Text(60, 400, 11, "Far below is other text, which is long enough to be read as a paragraph.");

        Assert.Equal(
            ["caption: Figure 3: The pier at low tide.", "picture: 1", "paragraph: Far below is other text, which is long enough to be read as a paragraph."],
            (await PartsAsync(pdf.Build())).Select(Told));
    }

    [Fact]
    public async Task Hidden_text_and_what_lies_off_the_page_is_not_read()
    {
        var pdf = new MadePdf()
            .Text(60, 60, 11, "There is only this.")
            .Hidden(60, 100, "Invisible words")
            .Text(60, 140, 0.4, "Words too small to read")
            .Text(700, 180, 11, "Right of the page")
            .Text(60, 900, 11, "Below the page");

        Assert.Equal("paragraph: There is only this.", Told(Assert.Single(await PartsAsync(pdf.Build()))));
    }

    [Fact]
    public async Task White_letters_are_read_where_something_lies_behind_them_alone()
    {
        var pdf = new MadePdf().Text(60, 60, 11, "There is only this.");
        pdf.Page.SetTextAndFillColor(255, 255, 255);
        pdf.Text(60, 100, 11, "White on white");
        pdf.Page.SetTextAndFillColor(20, 20, 120);
        pdf.Page.DrawRectangle(new UglyToad.PdfPig.Core.PdfPoint(50, MadePdf.PageHeight - 320), 300, 60, 1, fill: true);
        pdf.Page.SetTextAndFillColor(255, 255, 255);
        pdf.Text(60, 300, 11, "White on blue");

        Assert.Equal(
            ["paragraph: There is only this.", "paragraph: White on blue"], (await PartsAsync(pdf.Build())).Select(Told));
    }

    [Fact]
    public async Task Metadata_links_and_outlines_are_not_read()
    {
        var pdf = new MadePdf().Text(60, 60, 11, "There is only this.");
        (pdf.Information.Author, pdf.Information.Title, pdf.Information.Subject) = ("Erika Muster", "Her letters", "Secret");
        pdf.Page.AddLink("https://example.com/erika", new UglyToad.PdfPig.Core.PdfRectangle(60, 700, 200, 720));

        Assert.Equal("paragraph: There is only this.", Told(Assert.Single(await PartsAsync(pdf.Build()))));
    }

    [Fact]
    public async Task A_JPEG_in_a_document_comes_as_it_lies_in_it()
    {
        var jpeg = Pictures.Make(200, 120, ".save(out, 'JPEG')");

        var parts = await PartsAsync(new MadePdf().Jpeg(60, 60, 200, 120, jpeg).Text(60, 400, 11, "Words.").Build());

        Assert.Equal(jpeg, parts[0].Picture.ToArray());
    }

    [Fact]
    public async Task A_PNG_in_a_document_keeps_its_pixels()
    {
        var parts = await PartsAsync(new MadePdf().Png(60, 60, 192, 128, MarkedPictures.Png(77)).Build());

        var shown = Assert.Single(await decoder.ViewsAsync(Assert.Single(parts).Picture.ToArray(), MarkedPictures.View));
        Assert.Equal(77, MarkedPictures.Number(shown));
    }

    [Fact]
    public async Task A_picture_on_every_page_is_taken_once_and_counted()
    {
        var logo = MarkedPictures.Png(1);
        var pdf = new MadePdf().Png(60, 60, 96, 64, logo).NextPage().Png(60, 60, 96, 64, logo).Png(60, 300, 96, 64, MarkedPictures.Png(2));

        Assert.Equal(["picture: 1", "picture: 3"], (await PartsAsync(pdf.Build())).Select(Told));
    }

    [Fact]
    public async Task The_same_bytes_give_the_same_parts()
    {
        var pdf = new MadePdf().Text(60, 60, 11, "Words.").Png(60, 90, 192, 128, MarkedPictures.Png(1)).Build();

        var (one, other) = (await PartsAsync(pdf), await PartsAsync(pdf));

        Assert.Equal(one.Select(part => part.Picture.ToArray()), other.Select(part => part.Picture.ToArray()));
        Assert.Equal(one.Select(Told), other.Select(Told));
    }

    internal static string Told(DocumentPart part) =>
        $"{EnumCode.Of(part.Kind)}: {(part.Kind is DocumentPartKind.Picture ? part.Number.ToString(CultureInfo.InvariantCulture) : part.Text)}";

    private async Task<IReadOnlyList<DocumentPart>> PartsAsync(byte[] pdf, DocumentOptions? options = null)
    {
        var content = await decoder.Pool.DocumentAsync(pdf, options ?? new DocumentOptions(), Cancel);
        Assert.Null(content.Reason);
        return content.Value!.Parts;
    }
}

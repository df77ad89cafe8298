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
                "Heading: The harbour in winter",
                "Paragraph: Boats lie on the shore from November on, and most of them are covered with canvas until the ice has gone.",
                "Picture: 1",
                "Caption: Boats under canvas.",
                "Paragraph: In spring the work begins anew, with paint and with tar.",
                "Picture: 2",
                "Paragraph: The end of the year is quiet.",
            ],
            parts.Select(Told));
    }

    private static string Told(DocumentPart part) =>
        $"{part.Kind}: {(part.Kind is DocumentPartKind.Picture ? part.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : part.Text)}";

    private async Task<IReadOnlyList<DocumentPart>> PartsAsync(byte[] pdf, DocumentOptions? options = null)
    {
        var content = await decoder.Pool.DocumentAsync(pdf, options ?? new DocumentOptions(), Cancel);
        Assert.Null(content.Reason);
        return content.Value!.Parts;
    }
}

using System.Text;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Documents;

/// <summary>A page that a browser printed as PDF: another writer than the one of the other tests, with fonts, columns and rules of its own.</summary>
public sealed class PrintedPageTests(DecoderFixture decoder, Chromium chromium) : IClassFixture<DecoderFixture>
{
    private const string Lines =
        "The river rises in the hills and runs to the sea past three towns, each with a bridge of its own and a market on the square. ";

    private static readonly string Page = $$"""
        <!doctype html><html><head><title>A title of its own</title><style>
        body { font: 11px serif; text-align: justify; hyphens: none } .two { columns: 2; column-gap: 24px } figure { margin: 8px 0 }
        table { border-collapse: collapse; width: 100% } td, th { border: 1px solid black; padding: 3px } figcaption { font-size: 9px }
        </style></head><body><h1>Rivers of the north</h1><div class=two>
        <p>{{Lines}}{{Lines}}First.</p><figure><img width=200 src="{{Data(5)}}"><figcaption>Figure 1: The first bridge.</figcaption></figure>
        <p>{{Lines}}{{Lines}}{{Lines}}Second.</p><p style="break-before: column">{{Lines}}{{Lines}}Third.</p>
        <figure><img width=200 src="{{Data(7)}}"><figcaption>The second bridge at dusk.</figcaption></figure><p>{{Lines}}{{Lines}}{{Lines}}Fourth.</p></div>
        <table><tr><th>Town<th>People<th>Bridge</tr><tr><td>Upper<td>1200<td>stone</tr><tr><td>Lower<td>3400<td>steel</tr></table>
        </body></html>
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_printed_page_reads_as_the_page_itself()
    {
        await using var context = await (await chromium.GetAsync()).NewContextAsync();
        var tab = await context.NewPageAsync();
        await tab.SetContentAsync(Page);

        var printed = await PartsAsync(await tab.PdfAsync());

        Assert.Equal((await PartsAsync(Encoding.UTF8.GetBytes(Page))).Select(PdfPartsTests.Told), printed.Select(PdfPartsTests.Told));
        Assert.Contains(printed, part => part.Kind is DocumentPartKind.Table);
    }

    private static string Data(int number) => $"data:image/png;base64,{Convert.ToBase64String(MarkedPictures.Png(number))}";

    private async Task<IReadOnlyList<DocumentPart>> PartsAsync(byte[] document)
    {
        var content = await decoder.Pool.DocumentAsync(document, new DocumentOptions(), Cancel);
        Assert.Null(content.Reason);
        return content.Value!.Parts;
    }
}

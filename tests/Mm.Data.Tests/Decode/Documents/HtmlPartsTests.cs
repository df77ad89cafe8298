using System.Text;
using Mm.Data.Decode;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Decode.Documents;

/// <summary>Pages made here, taken apart by a real child.</summary>
public sealed class HtmlPartsTests(DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_captions_tables_and_pictures_come_in_the_order_of_the_page()
    {
        var parts = await PartsAsync($"""
            <h1>The harbour <em>in winter</em></h1>
            <p>Boats lie on the shore<br>from November on.</p>
            <figure><img src="{Data(1)}" alt="a boat"><figcaption>Boats under canvas.</figcaption></figure>
            <table><caption>Boats by year</caption><tr><th>Year</th><th>Boats</th></tr><tr><td>2020</td><td>14</td></tr></table>
            Loose words <div>and a block <img src="{Data(2)}" alt="the pier"> behind it.</div>
            """);

        Assert.Equal(
            [
                "heading: The harbour in winter", "paragraph: Boats lie on the shore from November on.", "picture: 1", "caption: Boats under canvas.",
                "caption: Boats by year", "table: Year | Boats\n2020 | 14", "paragraph: Loose words", "paragraph: and a block", "picture: 2",
                "caption: the pier", "paragraph: behind it.",
            ],
            parts.Select(PdfPartsTests.Told));
    }

    [Theory]
    [InlineData("<p hidden>gone</p>")]
    [InlineData("<p style='color: red; DISPLAY : none !important'>gone</p>")]
    [InlineData("<p style='visibility:hidden'>gone</p>")]
    [InlineData("<span style='font-size:0'>gone</span>")]
    [InlineData("<div aria-hidden=true>gone</div>")]
    [InlineData("<script>document.body.append('gone')</script>")]
    [InlineData("<noscript>gone</noscript>")]
    [InlineData("<template><p>gone</p></template>")]
    [InlineData("<!-- gone -->")]
    [InlineData("<nav><a href=/>gone</a></nav>")]
    [InlineData("<textarea>gone</textarea>")]
    [InlineData("<svg><text>gone</text></svg>")]
    [InlineData("<table><tr><td>a</td><td hidden>gone</td><td>b<i style=display:none>gone</i></td></tr></table>")]
    public async Task What_is_not_shown_is_not_read(string html) => Assert.DoesNotContain(
        await PartsAsync($"<title>gone</title><meta name=author content=gone><p>there</p>{html}"),
        part => part.Text.Contains("gone", StringComparison.Ordinal));

    [Theory]
    [InlineData("https://127.0.0.1:9/secret.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//other.example/a.png")]
    [InlineData("/etc/passwd")]
    [InlineData("%2Fetc%2Fpasswd%00.png")]
    [InlineData("c%3A%5Csecret.png")]
    [InlineData("data:image/png,notbase64")]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("")]
    public async Task A_picture_that_lies_elsewhere_is_told_to_be_missing_and_not_fetched(string address)
    {
        var parts = await PartsAsync($"<p>before</p><img src='{address}' alt='a boat'><p>behind</p>");

        Assert.Equal(["paragraph: before", "omitted: ", "caption: a boat", "paragraph: behind"], parts.Select(PdfPartsTests.Told));
    }

    [Theory]
    [InlineData("figures/one.png", "figures/one.png")]
    [InlineData(" my%20page_files/a%C3%A9.jpg?x=1#y ", "my page_files/aé.jpg")]
    public async Task A_picture_in_a_file_beside_the_page_is_named(string address, string path)
    {
        var parts = await PartsAsync($"<img src='{address}' alt='a boat'><img src='{address}'><img src=dot.gif width=1 height=1 alt=dot>");

        Assert.Equal([$"linked: {path}", "caption: a boat"], parts.Select(PdfPartsTests.Told));
        Assert.Equal(1, parts[0].Number);
    }

    [Fact]
    public async Task A_table_that_lays_out_the_page_is_read_cell_by_cell()
    {
        var parts = await PartsAsync($"<table><tr><td><p>left</p></td><td><img src='{Data(1)}'></td></tr></table>");

        Assert.Equal(["paragraph: left", "picture: 1"], parts.Select(PdfPartsTests.Told));
    }

    [Fact]
    public async Task A_picture_that_comes_again_or_is_small_is_counted_and_passed_over()
    {
        var dot = $"data:image/png;base64,{Convert.ToBase64String(PlainPng.Write(new byte[12], 2, 2))}";
        var parts = await PartsAsync($"<img src='{Data(1)}'><img src='{dot}' alt=dot><img src='{Data(1)}'><img src='{Data(2)}'>");

        Assert.Equal(["picture: 1", "picture: 4"], parts.Select(PdfPartsTests.Told));
    }

    [Fact]
    public async Task Other_encodings_are_read_as_the_page_says()
    {
        byte[] latin = [.. "<html><meta charset=iso-8859-1><p>Stra"u8, 0xdf, .. "e</p>"u8];
        byte[] wide = [0xff, 0xfe, .. Encoding.Unicode.GetBytes("<html><p>Straße</p>")];

        Assert.Equal("paragraph: Straße", PdfPartsTests.Told(Assert.Single(await PartsAsync(latin))));
        Assert.Equal("paragraph: Straße", PdfPartsTests.Told(Assert.Single(await PartsAsync(wide))));
    }

    [Fact]
    public async Task What_is_no_document_is_unsupported()
    {
        foreach (var bytes in (byte[][])[MarkedPictures.Png(1), "Dear reader"u8.ToArray(), "#EXTM3U\nhttp://127.0.0.1/"u8.ToArray(), [1, 2, 3]])
            Assert.Equal(DecodeReasons.Unsupported, (await decoder.Pool.DocumentAsync(bytes, new DocumentOptions(), Cancel)).Reason);
    }

    private static string Data(int number) => $"data:image/png;base64,{Convert.ToBase64String(MarkedPictures.Png(number))}";

    private Task<IReadOnlyList<DocumentPart>> PartsAsync(string body) => PartsAsync(Encoding.UTF8.GetBytes($"<!DOCTYPE html>\n<html>{body}</html>"));

    private async Task<IReadOnlyList<DocumentPart>> PartsAsync(byte[] html)
    {
        var content = await decoder.Pool.DocumentAsync(html, new DocumentOptions(), Cancel);
        Assert.Null(content.Reason);
        return content.Value!.Parts;
    }
}

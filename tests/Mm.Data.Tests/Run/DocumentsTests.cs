using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Reader;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>Documents through the real program, without models.</summary>
public sealed class DocumentsTests : IDisposable
{
    private const string Pipeline = """
        name: documents
        version: 1
        source: { name: papers, licence: mit, documents: { pictureSideMin: 32 } }
        measure:
          - stage: media
          - stage: text-pii
        select:
          duplicates: { exact: true, perceptualBits: null, keepBest: [media.pixels] }
          split: { eval: 0 }
        render: { imageFormat: png, sideMax: 0 }
        publish: { keptMin: 0 }
        """;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_document_is_rows_in_order_that_hold_all_of_it()
    {
        Write("harbour.pdf", Harbour().Build());
        await RunAsync();
        var rows = await RowsAsync();

        Assert.Equal(2, rows.Count);
        Assert.Single(rows.Select(row => row.Document!.Place.Document).Distinct());
        Assert.Equal([1, 2], rows.Select(row => row.Document!.Place.Position));
        Assert.All(rows, row => Assert.Equal(2, row.Document!.Place.Rows));
        Assert.All(rows, row => Assert.Equal($"{row.Document!.Place.Document}{row.Document.Place.Position:x8}", row.Id));
        Assert.Equal(
            ["Heading", "Paragraph", "Picture", "Caption", "Paragraph", "Picture", "Paragraph"],
            rows.SelectMany(row => row.Document!.Parts).Select(part => part.Kind.ToString()));
        Assert.StartsWith("Boats under canvas.\n\nThe harbour", rows[0].Text, StringComparison.Ordinal);
        Assert.Equal("In spring the work begins.\n\nThe end is quiet.", rows[1].Text);
        var query = $"SELECT document_position, document_parts FROM '{_folder["release"]}/train/*.parquet' ORDER BY document_id, document_position";
        Assert.Equal(
            rows.Select(row => (row.Document!.Place.Position, row.Document.PartsJson)), DuckDb.Query(query).Select(row => ((int)row[0]!, (string)row[1]!)));
        Assert.All(rows, row => Assert.True(row.Asset.Span.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P'])));
    }

    [Fact]
    public async Task The_reader_puts_documents_together_again_for_each_consumer()
    {
        Write("harbour.pdf", Harbour().Build());
        File.Copy(_folder["input/harbour.pdf"], _folder["input/copy-of-harbour.pdf"]);
        Write("page.html", Page("<p>One.</p>", Image(3), "<p>Two.</p>", Image(4), "<p>Three.</p>"));
        Write("alone.png", MarkedPictures.Png(9));
        await RunAsync("--set", "select.duplicates.exact=false");
        var dataset = await ReleaseDataset.OpenAsync(_folder["release"], new DatasetOptions(), Cancel);

        var documents = await dataset.ReadDocuments(new Consumer()).ToListAsync(Cancel);

        Assert.Equal(3, documents.Count);
        Assert.All(documents, document => Assert.True(document.IsWhole));
        var page = Assert.Single(documents, document => document.Parts.Count == 5);
        Assert.Equal(["One.", "", "Two.", "", "Three."], page.Parts.Select(part => part.Text));
        Assert.All(page.Parts, part => Assert.Equal(part.Kind == "picture", part.Picture is { Length: > 0 }));
        var copies = documents.Where(document => document.Parts.Count == 7).ToList();
        Assert.Equal(copies[0].Id + "-2", copies[1].Id);
        Assert.Equal(copies[0].Parts.Select(part => part.Text), copies[1].Parts.Select(part => part.Text));
        Assert.Equal(5, dataset.Rows - 2);
        var (even, odd) = (dataset.ReadDocuments(new Consumer(0, 2)), dataset.ReadDocuments(new Consumer(1, 2)));
        Assert.Equal([documents[0].Id, documents[2].Id], await even.Select(document => document.Id).ToListAsync(Cancel));
        Assert.Equal([documents[1].Id], await odd.Select(document => document.Id).ToListAsync(Cancel));
    }

    [Fact]
    public async Task A_document_with_a_row_less_says_so()
    {
        Write("page.html", Page("<p>One.</p>", Image(3), "<p>Two.</p>", Image(4), "<p>Three.</p>"));
        await RunAsync("--set", "select.rules=[{rule: document.position < 2, reason: test.gap}]");
        var dataset = await ReleaseDataset.OpenAsync(_folder["release"], new DatasetOptions(), Cancel);

        var document = Assert.Single(await dataset.ReadDocuments(new Consumer()).ToListAsync(Cancel));

        var told = await Mmdata.RunAsync(_folder["state"], Cancel, "inspect", _folder["release"], "--document", document.Id[..8]);
        Assert.Equal(
            $"document {document.Id}: 1 of its 2 rows are in the release\n\n[paragraph] One.\n\n[picture] {document.Id}00000001\n", told.Output);
        Assert.False(document.IsWhole);
        Assert.Equal(["One.", ""], document.Parts.Select(part => part.Text));
    }

    [Fact]
    public async Task What_gives_no_rows_has_its_verdict_and_nothing_of_it_is_lost()
    {
        Write("harbour.pdf", Harbour().Build());
        Write("text.pdf", new MadePdf().Text(60, 60, 11, "Text alone.").Build());
        Write("broken.pdf", "%PDF-1.7 and then nothing"u8.ToArray());
        Write("picture.pdf", MarkedPictures.Png(5));
        await RunAsync();
        var events = await Releases.EventsAsync(_folder["release"], Cancel);

        var measured = events.Where(e => e.Phase == Phase.Measure).Select(e => e.Verdict).ToList();
        Assert.Equal(
            ["Dropped document.without-pictures", "Failed decode.corrupt", "Failed decode.unsupported", "Kept measured", "Kept measured"],
            measured.Select(verdict => $"{verdict.Outcome} {verdict.Reason}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Documents_are_passed_over_where_the_pipeline_takes_none()
    {
        Write("harbour.pdf", Harbour().Build());
        Write("alone.png", MarkedPictures.Png(9));
        await RunAsync("--set", "source.documents=null");

        Assert.Null(Assert.Single(await RowsAsync()).Document);
        var manifest = (await ReleaseReader.OpenAsync(_folder["release"], Cancel)).Manifest;
        Assert.Equal(1, manifest.Census["unknown-extension"]);
        Assert.DoesNotContain(manifest.Schema, column => column.Name.StartsWith("document", StringComparison.Ordinal));
    }

    [Promise(PromiseAttribute.Privacy, "What a document says of a person, in its text, its metadata or out of sight, is in no file of a release.")]
    [Fact]
    public async Task Nothing_planted_in_a_document_comes_out()
    {
        const string planted = "erika.mustermann@example.com";
        using var pdf = Harbour();
        pdf.Text(60, 500, 11, $"Write to {planted} for a boat.").Hidden(60, 540, $"Hidden {planted}");
        (pdf.Information.Author, pdf.Information.Title, pdf.Information.Keywords) = (planted, $"Boats of {planted}", planted);
        Write("erika.mustermann@example.com.pdf", pdf.Build());
        Write("page.html", Page(
            $"<title>{planted}</title><meta name=author content='{planted}'><!-- {planted} --><p hidden>{planted}</p>",
            $"<p>Ask {planted} or</p><table><tr><td>Mail</td><td>{planted}</td></tr></table>", Image(3), $"<a href='mailto:{planted}'>write</a>"));
        await RunAsync();

        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            if (!file.StartsWith(_folder["input"], StringComparison.Ordinal) && Holds(await File.ReadAllBytesAsync(file, Cancel), "mustermann"))
                found.Add(file);
        }

        Assert.Empty(found);
        var rows = await RowsAsync();
        Assert.DoesNotContain(rows, row => (row.Text + row.Document!.PartsJson).Contains("mustermann", StringComparison.Ordinal));
        Assert.Equal(3, rows.Sum(row => row.Redactions.GetValueOrDefault("email")));
        Assert.Contains(rows.SelectMany(row => row.Document!.Parts), part => part.Text == "Write to <EMAIL> for a boat.");
        Assert.Contains(rows.SelectMany(row => row.Document!.Parts), part => part.Text == "Mail | <EMAIL>");
    }

    [Fact]
    public async Task Workers_and_shards_change_no_byte_of_rows()
    {
        Write("harbour.pdf", Harbour().Build());
        Write("page.html", Page("<p>One.</p>", Image(3), "<p>Two.</p>", Image(4), "<p>Three.</p>"));
        await RunAsync();
        var one = await RowsAsync();
        Directory.Move(_folder["release"], _folder["first"]);
        await RunAsync("--set", "shards.samples=1", "--set", "publish.partRows=1");

        Assert.Equal(
            one.Select(row => (row.Id, row.OutputSha256, row.Document!.PartsJson)),
            (await RowsAsync()).Select(row => (row.Id, row.OutputSha256, row.Document!.PartsJson)));
    }

    private static bool Holds(byte[] bytes, string text) =>
        bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0;

    private static byte[] Page(params string[] body) => Encoding.UTF8.GetBytes($"<!doctype html><html><body>{string.Concat(body)}");

    private static string Image(int number) => $"<img alt='' src='data:image/png;base64,{Convert.ToBase64String(MarkedPictures.Png(number))}'>";

    private static MadePdf Harbour() => new MadePdf()
        .Text(60, 60, 22, "The harbour in winter")
        .Text(60, 110, 11, "Boats lie on the shore from November on.")
        .Png(60, 160, 192, 128, MarkedPictures.Png(1))
        .Text(60, 302, 9, "Boats under canvas.")
        .Text(60, 360, 11, "In spring the work begins.")
        .NextPage()
        .Png(60, 60, 192, 128, MarkedPictures.Png(2))
        .Text(60, 240, 11, "The end is quiet.");

    private void Write(string name, byte[] bytes)
    {
        Directory.CreateDirectory(_folder["input"]);
        File.WriteAllBytes(Path.Combine(_folder["input"], name), bytes);
    }

    private async Task RunAsync(params string[] more)
    {
        await File.WriteAllTextAsync(_folder["pipeline.yaml"], Pipeline, Cancel);
        var run = await Mmdata.RunAsync(
            _folder["state"], Cancel,
            ["run", _folder["pipeline.yaml"], "--input", _folder["input"], "--output", _folder["release"], "--workers", "2", .. more]);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    private async Task<IReadOnlyList<SampleRow>> RowsAsync() =>
        await (await ReleaseReader.OpenAsync(_folder["release"], Cancel)).RowsAsync(split: null, Cancel)
            .Select(row => row.Sample).ToListAsync(Cancel);
}

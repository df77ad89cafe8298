using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
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
        Assert.All(rows, row => Assert.True(row.Asset.Span.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P'])));
    }

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

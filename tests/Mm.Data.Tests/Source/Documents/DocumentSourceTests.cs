using System.Formats.Tar;
using System.Text;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Source.Documents;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source.Documents;

public sealed class DocumentSourceTests : IDisposable
{
    private static readonly SourceOptions Options = new() { Documents = new DocumentOptions() };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeDocuments _documents = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public DocumentSourceTests() => Directory.CreateDirectory(_folder["input"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_picture_is_a_sample_with_its_bytes_its_text_and_its_place()
    {
        Write("a.pdf", "one\n#1\ntwo\n#3\nthree");
        var plan = await PlanAsync();

        Assert.Equal(2, plan.Samples.Count);
        var digest = Sha256Digest.Of(File.ReadAllBytes(_folder["input/a.pdf"])).ToString();
        Assert.Equal([$"{digest[..24]}00000001", $"{digest[..24]}00000003"], plan.Samples.Select(sample => sample.Id));
        Assert.Equal(new DocumentPlace(digest[..24], 3, 2), plan.Samples[1].Document);
        using var content = (await plan.Samples[1].ReadAsync(Cancel)).Value!.Lease;
        var read = (await plan.Samples[1].ReadAsync(Cancel)).Value!;
        Assert.Equal("picture #3", Encoding.UTF8.GetString(read.Asset.Span));
        Assert.Equal("two\n\nthree", read.Caption);
        Assert.Equal(
            [DocumentPartKind.Paragraph, DocumentPartKind.Picture, DocumentPartKind.Paragraph], read.Slices.Select(slice => slice.Kind));
    }

    [Fact]
    public async Task A_picture_beside_its_page_is_the_page_s_and_no_sample_of_its_own_unless_it_has_a_caption()
    {
        Directory.CreateDirectory(_folder["input/figures"]);
        Write("page.html", "one\n@1 figures/first.png\n@2 second.jpg\ntwo");
        Write("figures/first.png", "first");
        Write("second.jpg", "second");
        Write("second.txt", "A caption.");
        Write("other.png", "other");
        var plan = await PlanAsync();

        var pages = plan.Samples.Where(sample => sample.Document is not null).ToArray();
        var read = new List<string>();
        foreach (var sample in pages)
            read.Add(Encoding.UTF8.GetString((await sample.ReadAsync(Cancel)).Value!.Asset.Span));
        Assert.Equal(["first", "second"], read);
        Assert.Equal(2, plan.Samples.Count - pages.Length);
        Write("figures/first.png", "FIRST");
        var again = new DocumentShelf(_documents, new DocumentOptions());
        using var stream = new MemoryStream();
        PlanFile.Write(stream, plan);
        stream.Position = 0;
        var back = PlanFile.Read(stream, new ShardOptions(), _ => LocalFiles.Instance, new PartShelves(again, null));
        var changed = back.Samples.First(sample => sample.Document is not null);
        var fault = await Assert.ThrowsAsync<EnvironmentException>(async () => await changed.ReadAsync(Cancel));
        Assert.Equal(EnvironmentFault.SourceChanged, fault.Fault);
    }

    [Theory]
    [InlineData("../secret.png")]
    [InlineData("figures/../../secret.png")]
    [InlineData("link.png")]
    [InlineData("links/secret.png")]
    [InlineData(".hidden.png")]
    [InlineData("notes.txt")]
    [InlineData("missing.png")]
    [InlineData("figures")]
    public async Task A_page_leads_to_no_file_but_pictures_beside_it_and_below(string path)
    {
        await File.WriteAllTextAsync(_folder["secret.png"], "secret", Cancel);
        Directory.CreateDirectory(_folder["input/figures"]);
        Write(".hidden.png", "secret");
        Write("notes.txt", "secret");
        File.CreateSymbolicLink(_folder["input/link.png"], _folder["secret.png"]);
        Directory.CreateSymbolicLink(_folder["input/links"], _folder[""]);
        Write("page.html", $"one\n@1 {path}\n#2\ntwo");
        var plan = await PlanAsync();

        var sample = Assert.Single(plan.Samples);
        Assert.Equal(2, sample.Document!.Position);
        Assert.Contains(DocumentPartKind.Omitted, (await sample.ReadAsync(Cancel)).Value!.Slices.Select(slice => slice.Kind));
    }

    [Fact]
    public async Task Samples_of_a_document_that_are_read_in_order_open_it_once_more()
    {
        Write("a.pdf", string.Join('\n', Enumerable.Range(1, 50).Select(number => $"#{number}")));
        Write("b.html", "#1\nwords");
        var plan = await PlanAsync();
        Assert.Equal(2, _documents.Opened);

        foreach (var sample in plan.Samples)
            (await sample.ReadAsync(Cancel)).Value!.Lease.Dispose();

        Assert.Equal(4, _documents.Opened);
    }

    [Fact]
    public async Task A_document_that_gives_nothing_is_one_sample_that_says_why()
    {
        Write("a.pdf", "!document.encrypted");
        Write("b.pdf", "text alone");
        Write("c.pdf", new string('x', SourceEntry.CaptionBytesMax + 1) + "\n#1");
        var plan = await PlanAsync();

        var reasons = new List<string>();
        foreach (var sample in plan.Samples)
        {
            Assert.Null(sample.Document);
            reasons.Add((await sample.ReadAsync(Cancel)).Reason!);
        }

        Assert.Equal(
            [DocumentReasons.Encrypted, DocumentReasons.TooMuchText, DocumentReasons.WithoutPictures], reasons.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_opened()
    {
        Write("a.pdf", new string('x', (1 << 20) + 1));
        var plan = await PlanAsync(new SourceOptions { Documents = new DocumentOptions { FileMib = 1 } });

        Assert.Equal("source.too-large", (await Assert.Single(plan.Samples).ReadAsync(Cancel)).Reason);
        Assert.Equal(0, _documents.Opened);
    }

    [Fact]
    public async Task Copies_are_numbered_and_are_documents_of_their_own()
    {
        Write("a.pdf", "#1\nwords");
        Write("b.pdf", "#1\nwords");
        var plan = await PlanAsync();

        Assert.Equal(plan.Samples[0].Id + "-2", plan.Samples[1].Id);
        Assert.Equal(plan.Samples[0].Document!.Document + "-2", plan.Samples[1].Document!.Document);
    }

    [Fact]
    public async Task A_document_that_changes_after_planning_is_told()
    {
        Write("a.pdf", "#1\nwords");
        var plan = await PlanAsync();
        Write("a.pdf", "#1\nworms");

        var thrown = await Assert.ThrowsAsync<EnvironmentException>(async () => await plan.Samples[0].ReadAsync(Cancel));
        Assert.Equal(EnvironmentFault.SourceChanged, thrown.Fault);
    }

    [Fact]
    public async Task Captions_for_documents_are_counted_and_not_read()
    {
        Write("a.pdf", "#1\nwords");
        Write("a.txt", "a caption");
        var plan = await PlanAsync();

        Assert.Equal("words", (await plan.Samples[0].ReadAsync(Cancel)).Value!.Caption);
        Assert.Equal(1, plan.Census.Ignored["caption-of-document"]);
    }

    [Fact]
    public async Task Lists_and_tars_hold_documents_too()
    {
        Write("a.pdf", "#1\nwords");
        await File.WriteAllTextAsync(_folder["input/list.jsonl"], """{"path": "a.pdf", "text": "a caption"}""", Cancel);
        await using (var tar = new TarWriter(File.Create(_folder["input/all.tar"])))
            await tar.WriteEntryAsync(_folder["input/a.pdf"], "below/a.pdf", Cancel);

        foreach (var place in (string[])["input/list.jsonl", "input/all.tar"])
        {
            var sample = Assert.Single((await PlanAsync(place: place)).Samples);
            Assert.Equal("words", (await sample.ReadAsync(Cancel)).Value!.Caption);
        }
    }

    [Fact]
    public async Task Without_the_option_documents_are_passed_over_as_ever()
    {
        Write("a.pdf", "#1\nwords");
        Write("b.png", "a picture");
        var plan = await PlanAsync(new SourceOptions());

        Assert.Equal(1, plan.Census.Ignored["unknown-extension"]);
        Assert.Null(Assert.Single(plan.Samples).Document);
    }

    [Fact]
    public async Task A_plan_goes_through_its_file()
    {
        Write("a.pdf", "one\n#1\ntwo\n#2");
        Write("b.pdf", "!document.encrypted");
        Write("c.png", "a picture");
        var plan = await PlanAsync();
        using var stream = new MemoryStream();
        PlanFile.Write(stream, plan);
        stream.Position = 0;

        var shelves = new PartShelves(new DocumentShelf(_documents, new DocumentOptions()), Clips: null);
        var back = PlanFile.Read(stream, new ShardOptions(), _ => LocalFiles.Instance, shelves);

        Assert.Equal(plan.Digest, back.Digest);
        Assert.Equal(plan.Samples.Select(sample => sample.Document), back.Samples.Select(sample => sample.Document));
        foreach (var (was, read) in plan.Samples.Zip(back.Samples))
        {
            var (one, other) = (await was.ReadAsync(Cancel), await read.ReadAsync(Cancel));
            Assert.Equal((one.Reason, one.Value?.Caption), (other.Reason, other.Value?.Caption));
        }

        stream.Position = 0;
        Assert.Throws<InvalidDataException>(() => PlanFile.Read(stream, new ShardOptions(), _ => LocalFiles.Instance, PartShelves.None));
    }

    private void Write(string name, string text) => File.WriteAllText(_folder[$"input/{name}"], text);

    private async Task<RunPlan> PlanAsync(SourceOptions? options = null, string place = "input")
    {
        options ??= Options;
        var source = await SourceOpener.OpenAsync(LocalFiles.Instance, _folder[place], options, Cancel);
        var taken = options.Documents is { } limits ? new DocumentSource(source, new DocumentShelf(_documents, limits)) : source;
        return await Planner.PlanAsync(taken, new ShardOptions(), Cancel);
    }
}

using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Source;
using Mm.Data.Source.Documents;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Source.Documents;

public sealed class DocumentShelfTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeDocuments _documents = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_asks_at_the_same_time_waits_for_one_opening()
    {
        var shelf = new DocumentShelf(_documents, new DocumentOptions());
        var (file, digest) = await WriteAsync("a", "#1\nwords");

        var rows = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shelf.RowsAsync(file, digest, Cancel)));

        Assert.Equal(1, _documents.Opened);
        Assert.All(rows, one => Assert.Same(rows[0], one));
    }

    [Fact]
    public async Task Only_the_last_eight_stay()
    {
        var shelf = new DocumentShelf(_documents, new DocumentOptions());
        var files = new List<(ByteRange File, Sha256Digest Digest)>();
        for (var n = 0; n < 9; n++)
            files.Add(await WriteAsync($"{n}", $"#1\nwords {n}"));
        foreach (var (file, digest) in files)
            await shelf.RowsAsync(file, digest, Cancel);
        Assert.Equal(9, _documents.Opened);

        await shelf.RowsAsync(files[8].File, files[8].Digest, Cancel);
        await shelf.RowsAsync(files[1].File, files[1].Digest, Cancel);
        Assert.Equal(9, _documents.Opened);
        await shelf.RowsAsync(files[0].File, files[0].Digest, Cancel);
        Assert.Equal(10, _documents.Opened);
    }

    [Fact]
    public async Task A_document_that_opens_no_more_is_the_machines_fault_and_is_tried_again()
    {
        var shelf = new DocumentShelf(_documents, new DocumentOptions());
        var (file, digest) = await WriteAsync("a", "!decode.timeout");

        for (var tried = 1; tried <= 2; tried++)
        {
            await Assert.ThrowsAsync<EnvironmentException>(() => shelf.RowsAsync(file, digest, Cancel));
            Assert.Equal(tried, _documents.Opened);
        }
    }

    private async Task<(ByteRange File, Sha256Digest Digest)> WriteAsync(string name, string text)
    {
        await File.WriteAllTextAsync(_folder[name], text, Cancel);
        var entry = (await LocalFiles.Instance.FindAsync(_folder[name], Cancel))!;
        return (ByteRange.Whole(LocalFiles.Instance, _folder.Path, entry), Sha256Digest.Of(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}

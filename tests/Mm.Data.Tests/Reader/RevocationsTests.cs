using Mm.Data.Reader;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Reader;

public sealed class RevocationsTests(ReadRelease release) : IClassFixture<ReadRelease>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    [Promise(PromiseAttribute.Trainers, "A revoked row is never returned, and a list of revoked rows that cannot be read stops the reader.")]
    public async Task A_revoked_row_is_returned_to_nobody()
    {
        var all = await ReadRelease.IdsAsync((await release.OpenAsync()).Read(new ReadOrder(), new Consumer()));
        var random = new Random(1);
        string[] gone = [.. all.Where(_ => random.Next(4) == 0)];
        using var copy = release.Copy();
        await File.WriteAllLinesAsync(copy[Revocations.FileName], gone[..9].Select(Line), Cancel);
        await File.WriteAllLinesAsync(copy["more.jsonl"], gone[9..].Select(Line).Append(""), Cancel);
        var dataset = await ReleaseDataset.OpenAsync(
            copy["release"], new DatasetOptions { Columns = ["id"], RevocationFiles = [copy["more.jsonl"]] }, Cancel);

        Assert.Equal(all.Count - gone.Length, dataset.Rows);
        foreach (var (world, shuffle) in ((int, bool)[])[(1, true), (4, true), (3, false)])
        {
            var order = new ReadOrder { Seed = 4, Shuffle = shuffle };
            var ids = await ReadRelease.TogetherAsync(consumer => dataset.Read(order, consumer), world, workers: 1);
            Assert.Equal(all.Except(gone).Order(), ids.Order());
        }
    }

    [Fact]
    public async Task A_whole_revoked_file_leaves_the_others()
    {
        using var copy = release.Copy();
        var whole = await ReleaseDataset.OpenAsync(copy["release"], new DatasetOptions { Columns = ["id"] }, Cancel);
        var rows = new List<DataRow>();
        await foreach (var row in whole.Read(new ReadOrder { Shuffle = false }, new Consumer()))
            rows.Add(row);
        var gone = rows.Where(row => row.Place.Path == rows[0].Place.Path).Select(row => row.Id).ToArray();
        await File.WriteAllLinesAsync(copy[Revocations.FileName], gone.Select(Line), Cancel);

        var dataset = await ReleaseDataset.OpenAsync(copy["release"], new DatasetOptions { Columns = ["id"] }, Cancel);
        var ids = await ReadRelease.IdsAsync(dataset.Read(new ReadOrder { Shuffle = false }, new Consumer()));
        Assert.Equal(rows.Select(row => row.Id).Skip(gone.Length), ids);
    }

    [Theory]
    [InlineData("{\"id\": 5}")]
    [InlineData("{\"ids\": \"a\"}")]
    [InlineData("not json")]
    [InlineData("[]")]
    public async Task A_list_that_cannot_be_read_stops_the_reader(string line)
    {
        using var copy = release.Copy();
        await File.WriteAllLinesAsync(copy[Revocations.FileName], [Line("a"), line], Cancel);
        var error = await Assert.ThrowsAsync<ReaderException>(
            () => ReleaseDataset.OpenAsync(copy["release"], new DatasetOptions(), Cancel));
        Assert.Equal(ReaderProblem.BadRevocations, error.Problem);
        Assert.StartsWith("Line 2 of ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_list_that_is_missing_stops_the_reader()
    {
        var error = await Assert.ThrowsAsync<ReaderException>(
            () => release.OpenAsync(new DatasetOptions { RevocationFiles = [Path.Combine(release.Store, "none.jsonl")] }));
        Assert.Equal(ReaderProblem.BadRevocations, error.Problem);
    }

    [Fact]
    public async Task A_token_from_before_a_revocation_is_refused()
    {
        using var copy = release.Copy();
        var before = await ReleaseDataset.OpenAsync(copy["release"], new DatasetOptions { Columns = ["id"] }, Cancel);
        var token = before.Read(new ReadOrder(), new Consumer()).Token;
        await File.WriteAllLinesAsync(copy[Revocations.FileName], [Line("somebody")], Cancel);
        var after = await ReleaseDataset.OpenAsync(copy["release"], new DatasetOptions { Columns = ["id"] }, Cancel);
        Assert.Equal(ReaderProblem.BadToken, Assert.Throws<ReaderException>(() => after.Resume(token, new Consumer())).Problem);
    }

    private static string Line(string id) => $$"""{"id": "{{id}}", "reason": "erasure.request"}""";
}

using Mm.Data.Publish;
using Mm.Data.Reader;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Reader;

public sealed class ReleaseDatasetTests(ReadRelease release) : IClassFixture<ReadRelease>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_comes_once_with_the_values_that_were_written()
    {
        var reader = await ReleaseReader.OpenAsync(release.Folder, Cancel);
        var written = await reader.RowsAsync("train", Cancel).ToDictionaryAsync(row => row.Sample.Id, cancellationToken: Cancel);
        var dataset = await release.OpenAsync(new DatasetOptions());

        var read = 0;
        await foreach (var row in dataset.Read(new ReadOrder { Seed = 3 }, new Consumer()))
        {
            var (sample, _, path, index) = written[row.Id];
            Assert.Equal(read, row.Place.Position);
            Assert.Equal((path, index), (row.Place.Path, row.Place.Row));
            Assert.Equal(sample.Text, row.Text("text"));
            Assert.True(sample.Asset.Span.SequenceEqual(row.Asset!.Value.Span));
            Assert.Equal(sample.AssetPath, row.FileName("image"));
            Assert.Null(row.Bytes("video"));
            Assert.Equal(sample.Width, row.Number("width"));
            Assert.Null(row.Number("duration_seconds"));
            Assert.Equal(sample.Scores["alignment.cosine"], row.Number("alignment_cosine"));
            Assert.Equal(sample.Scores["faces.count"], row.Number("faces_count"));
            Assert.Equal(sample.Embedding!, row.Floats("embedding")!.Value.ToArray());
            read++;
        }

        Assert.Equal(written.Count, read);
        Assert.Equal(written.Count, dataset.Rows);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Promise(PromiseAttribute.Trainers, "The global order of an epoch is the same for any number of ranks and workers.")]
    public async Task The_global_order_is_the_same_for_any_number_of_ranks_and_workers(bool shuffle)
    {
        var dataset = await release.OpenAsync();
        var order = new ReadOrder { Seed = 11, Epoch = 2, Shuffle = shuffle };
        var alone = await ReadRelease.IdsAsync(dataset.Read(order, new Consumer()));

        foreach (var (world, workers) in ((int, int)[])[(2, 1), (4, 1), (8, 1), (3, 1), (2, 3), (4, 2), (1, 5), (16, 1)])
            Assert.Equal(alone, await ReadRelease.TogetherAsync(consumer => dataset.Read(order, consumer), world, workers));
    }

    [Fact]
    public async Task Seed_and_epoch_name_the_order_and_another_gives_another()
    {
        var dataset = await release.OpenAsync();
        var order = new ReadOrder { Seed = 1 };
        var first = await ReadRelease.IdsAsync(dataset.Read(order, new Consumer()));

        Assert.Equal(first, await ReadRelease.IdsAsync(dataset.Read(order, new Consumer())));
        foreach (var other in (ReadOrder[])[order with { Seed = 2 }, order with { Epoch = 1 }, order with { Shuffle = false }])
        {
            var ids = await ReadRelease.IdsAsync(dataset.Read(other, new Consumer()));
            Assert.NotEqual(first, ids);
            Assert.Equal(first.Order(), ids.Order());
        }
    }

    [Fact]
    [Promise(PromiseAttribute.Trainers, "A run that resumes from a token gets exactly the rest of its epoch, at 50 random points.")]
    public async Task Resuming_at_fifty_random_points_gives_exactly_the_rest()
    {
        var dataset = await release.OpenAsync();
        var order = new ReadOrder { Seed = 5, Epoch = 1 };
        var all = await ReadRelease.IdsAsync(dataset.Read(order, new Consumer()));
        var random = new Random(50);
        for (var trial = 0; trial < 50; trial++)
        {
            var world = 1 << random.Next(4);
            var steps = random.Next(1, (all.Count / world) - 1);
            var token = await TokenAsync(dataset.Read(order, new Consumer(random.Next(world), world)), steps);
            var rest = await ReadRelease.TogetherAsync(consumer => dataset.Resume(token, consumer), world: 1 << random.Next(4), workers: 1);
            Assert.Equal(all[(steps * world)..], rest);
        }
    }

    [Theory]
    [InlineData(Tail.Keep)]
    [InlineData(Tail.Drop)]
    [InlineData(Tail.Repeat)]
    public async Task The_tail_is_kept_dropped_or_filled_up(Tail tail)
    {
        var dataset = await release.OpenAsync();
        var order = new ReadOrder { Seed = 9, Tail = tail };
        var all = await ReadRelease.IdsAsync(dataset.Read(order with { Tail = Tail.Keep }, new Consumer()));
        var expected = tail switch
        {
            Tail.Keep => all,
            Tail.Drop => all[..(all.Count / 7 * 7)],
            _ => [.. all, .. all[..((7 - (all.Count % 7)) % 7)]],
        };

        Assert.NotEqual(0, all.Count % 7);
        Assert.Equal(expected, await ReadRelease.TogetherAsync(consumer => dataset.Read(order, consumer), world: 7, workers: 1));
        Assert.Equal(expected.Count, Enumerable.Range(0, 7).Sum(rank => dataset.Read(order, new Consumer(rank, 7)).Count));
    }

    [Fact]
    public async Task Only_the_columns_that_were_asked_for_are_read()
    {
        var dataset = await release.OpenAsync(new DatasetOptions { Columns = ["text", "alignment_cosine"] });
        await foreach (var row in dataset.Read(new ReadOrder(), new Consumer()))
        {
            Assert.NotNull(row.Text("text"));
            Assert.Null(row.Asset);
            Assert.Contains("was not read", Assert.Throws<ReaderException>(() => row.Text("licence")).Message, StringComparison.Ordinal);
            break;
        }

        var wrong = await Assert.ThrowsAsync<ReaderException>(() => release.OpenAsync(new DatasetOptions { Columns = ["txt"] }));
        Assert.Equal(ReaderProblem.BadOption, wrong.Problem);
    }

    [Fact]
    public async Task A_split_or_release_that_is_not_there_is_named()
    {
        var split = await Assert.ThrowsAsync<ReaderException>(() => release.OpenAsync(new DatasetOptions { Split = "test" }));
        Assert.Equal("The release has no split test. It has: eval, train.", split.Message);
        var other = await Assert.ThrowsAsync<ReaderException>(() => release.OpenAsync(new DatasetOptions { Digest = new string('0', 64) }));
        Assert.Equal(ReaderProblem.NoRelease, other.Problem);
        var none = await Assert.ThrowsAsync<ReaderException>(() => ReleaseDataset.OpenAsync(release.Store, new DatasetOptions(), Cancel));
        Assert.Equal(ReaderProblem.NoRelease, none.Problem);
    }

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(2, 2, 0, 1)]
    [InlineData(0, 1, 3, 3)]
    public async Task A_consumer_that_cannot_be_is_refused(int rank, int world, int worker, int workers)
    {
        var dataset = await release.OpenAsync();
        var error = Assert.Throws<ReaderException>(() => dataset.Read(new ReadOrder(), new Consumer(rank, world, worker, workers)));
        Assert.Equal(ReaderProblem.BadOption, error.Problem);
    }

    [Fact]
    public async Task A_token_that_was_altered_or_belongs_elsewhere_is_refused()
    {
        var dataset = await release.OpenAsync();
        var token = dataset.Read(new ReadOrder(), new Consumer()).Token;
        Assert.Equal(56, token.Length);
        for (var at = 0; at < token.Length; at++)
        {
            var altered = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            Assert.Equal(ReaderProblem.BadToken, Assert.Throws<ReaderException>(() => dataset.Resume(altered, new Consumer())).Problem);
        }

        var other = await release.OpenAsync(new DatasetOptions { Columns = ["id"], Split = "eval" });
        Assert.Equal(ReaderProblem.BadToken, Assert.Throws<ReaderException>(() => other.Resume(token, new Consumer())).Problem);
    }

    private static async Task<string> TokenAsync(RowSequence rows, int steps)
    {
        await foreach (var row in rows)
        {
            if (--steps == 0)
                return row.Token;
        }

        throw new InvalidOperationException("Too few rows.");
    }

    [Fact]
    public async Task A_release_of_no_documents_says_so_when_it_is_asked_for_them()
    {
        var dataset = await release.OpenAsync(new DatasetOptions());

        var thrown = Assert.Throws<ReaderException>(() => dataset.ReadDocuments(new Consumer()));

        Assert.Equal(ReaderProblem.BadOption, thrown.Problem);
        Assert.Contains("document_parts", thrown.Message, StringComparison.Ordinal);
    }
}

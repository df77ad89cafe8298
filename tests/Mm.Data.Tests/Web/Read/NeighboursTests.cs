using Mm.Data.Publish;
using Mm.Data.Storage;
using Mm.Data.Tests.Kit;
using Mm.Data.Web.Read;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Web.Read;

public sealed class NeighboursTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_nearest_by_the_signs_of_embeddings_are_those_of_a_loop_over_all_rows()
    {
        using var folder = new TemporaryFolder();
        using var made = await IndexedMade.OpenAsync(folder, samples: 900);
        var indexed = made.Indexed;
        var rows = new List<SampleRow>();
        using (var reader = await ReleaseReader.OpenAsync(made.Made.Output, Cancel))
        {
            await foreach (var row in reader.RowsAsync(null, Cancel))
                rows.Add(row.Sample);
        }

        var details = new SampleDetails(new ReleaseMedia(new NoneRevoked(), TimeProvider.System), TimeProvider.System);

        foreach (var own in rows.Take(20))
        {
            var found = await details.NeighboursAsync(indexed, own.Id, Cancel);
            var expected = rows.Where(row => row.Id != own.Id).Select(row => Differs(own, row)).Order().Take(12);
            Assert.Equal(expected, found.Akin.Select(one => one.Differs));
            Assert.All(found.Akin, one => Assert.Equal(one.Differs, Differs(own, rows.Single(row => row.Id == one.Sample.Id))));
            Assert.DoesNotContain(found.Akin.Concat(found.Alike), one => one.Sample.Id == own.Id);
            Assert.All(found.Alike, one => Assert.InRange(one.Differs, 0, 20));
        }
    }

    [Fact]
    public async Task Sketches_shorter_than_a_word_are_compared_by_their_own_bits_and_of_equals_the_first_stay()
    {
        using var shown = await ShownRelease.MakeAsync(60); // embeddings of eight numbers, none of them negative
        using var library = new ReleaseLibrary(shown.Catalog, shown.State, Stores.Local, TimeProvider.System);
        var indexed = await library.IndexAsync((await library.FindAsync(shown.RunKey, Cancel))!.Release!, Cancel);
        while (indexed.Index is null)
            indexed = await library.IndexAsync(indexed.Release, Cancel);
        var details = new SampleDetails(new ReleaseMedia(new NoneRevoked(), TimeProvider.System), TimeProvider.System);
        string[] ids = [.. shown.Rows.Select(row => row.Id).Order(StringComparer.Ordinal)];

        var found = await details.NeighboursAsync(indexed, ids[3], Cancel);

        Assert.Equal(ids.Where(id => id != ids[3]).Take(12), found.Akin.Select(one => one.Sample.Id));
        Assert.All(found.Akin, one => Assert.Equal((0, 8), (one.Differs, one.Bits)));
        Assert.Empty(found.Alike); // it has no hashes
    }

    private static int Differs(SampleRow a, SampleRow b) =>
        a.Embedding!.Zip(b.Embedding!, (x, y) => x > 0 != y > 0 ? 1 : 0).Sum();

    private sealed class NoneRevoked : IRevokedRows
    {
        public Task<bool> HasAsync(string release, string id, CancellationToken cancel) => Task.FromResult(false);
    }
}

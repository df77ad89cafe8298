using Mm.Data.Publish;
using Mm.Data.Reader;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.App.Commands;

public sealed class RevokeCommandTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_revoked_row_is_refused_by_readers_and_left_out_of_exports_while_the_release_still_verifies()
    {
        using var store = new TemporaryFolder();
        await new MadeRelease(seed: 4, samples: 60).PublishAsync(store.Path, "release");
        var release = await ReleaseReader.OpenAsync(store["release"], Cancel);
        var ids = await release.RowsAsync("train", Cancel).Select(row => row.Sample.Id).ToListAsync(Cancel);

        var stranger = await Mmdata.RunAsync(store["state"], Cancel, "revoke", store["release"], ids[1], "nobody");
        Assert.Equal((2, false), (stranger.ExitCode, File.Exists(store[Revocations.FileName])));
        var name = await Mmdata.RunAsync(store["state"], Cancel, "revoke", store["release"], ids[1], "--reason", "Jane Doe");
        Assert.Equal((2, false), (name.ExitCode, File.Exists(store[Revocations.FileName])));
        var revoked = await Mmdata.RunAsync(store["state"], Cancel, "revoke", store["release"], ids[1], ids[2], "--reason", "erasure.request");
        Assert.True(revoked.ExitCode == 0, revoked.Errors);
        Assert.StartsWith("2 rows revoked", revoked.Output, StringComparison.Ordinal);
        var again = await Mmdata.RunAsync(store["state"], Cancel, "revoke", store["release"], ids[2], ids[3]);
        Assert.StartsWith("1 rows revoked", again.Output, StringComparison.Ordinal);

        var dataset = await ReleaseDataset.OpenAsync(store["release"], new DatasetOptions { Columns = ["id"] }, Cancel);
        var read = await dataset.Read(new ReadOrder(), new Consumer()).Select(row => row.Id).ToListAsync(Cancel);
        Assert.Equal(ids.Except(ids[1..4]).Order(), read.Order());
        var export = await Mmdata.RunAsync(store["state"], Cancel, "export", store["release"], store["tars"]);
        Assert.Contains("3 revoked rows left out", export.Output, StringComparison.Ordinal);
        var verify = await Mmdata.RunAsync(store["state"], Cancel, "verify", store["release"]);
        Assert.Equal(0, verify.ExitCode);
    }
}

using Mm.Data.Reader;
using Xunit;

namespace Mm.Data.Tests.Reader;

public sealed class ReleaseFolderTests(ReadRelease release) : IClassFixture<ReadRelease>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_changed_byte_anywhere_in_a_part_file_is_found_before_its_rows_are_returned()
    {
        using var copy = release.Copy();
        var files = Directory.GetFiles(Path.Combine(copy["release"], "train"));
        var random = new Random(3);
        for (var trial = 0; trial < 40; trial++)
        {
            var file = files[random.Next(files.Length)];
            var before = await File.ReadAllBytesAsync(file, Cancel);
            var after = before.ToArray();
            after[random.Next(after.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(file, after, Cancel);

            var error = await Assert.ThrowsAsync<ReaderException>(() => ReadAsync(copy["release"], row => Assert.False(IsOf(row, file))));
            Assert.Equal(ReaderProblem.Damaged, error.Problem);
            Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
            await File.WriteAllBytesAsync(file, before, Cancel);
        }
    }

    [Fact]
    public async Task A_missing_or_short_file_and_an_altered_manifest_are_told()
    {
        using var copy = release.Copy();
        var file = Directory.GetFiles(Path.Combine(copy["release"], "train"))[0];
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        await File.WriteAllBytesAsync(file, bytes[..^1], Cancel);
        Assert.Equal(ReaderProblem.Damaged, (await Assert.ThrowsAsync<ReaderException>(() => ReadAsync(copy["release"]))).Problem);
        File.Delete(file);
        var missing = await Assert.ThrowsAsync<ReaderException>(() => ReadAsync(copy["release"]));
        Assert.Contains("it is missing", missing.Message, StringComparison.Ordinal);

        var manifest = Path.Combine(copy["release"], "manifest.json");
        var text = await File.ReadAllTextAsync(manifest, Cancel);
        await File.WriteAllTextAsync(manifest, text.Replace("\"rows\": 20", "\"rows\": 21", StringComparison.Ordinal), Cancel);
        var altered = await Assert.ThrowsAsync<ReaderException>(() => ReadAsync(copy["release"]));
        Assert.Contains("was altered", altered.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_changes_between_epochs_is_checked_again()
    {
        using var copy = release.Copy();
        var dataset = await ReleaseDataset.OpenAsync(copy["release"], new DatasetOptions { Columns = ["id"] }, Cancel);
        Assert.NotEmpty(await ReadRelease.IdsAsync(dataset.Read(new ReadOrder(), new Consumer())));
        var file = Directory.GetFiles(Path.Combine(copy["release"], "train"))[0];
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancel);
        File.SetLastWriteTimeUtc(file, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await Assert.ThrowsAsync<ReaderException>(() => ReadRelease.IdsAsync(dataset.Read(new ReadOrder(), new Consumer())));
    }

    private static bool IsOf(DataRow row, string file) => file.EndsWith(row.Place.Path, StringComparison.Ordinal);

    private static async Task ReadAsync(string folder, Action<DataRow>? check = null)
    {
        var dataset = await ReleaseDataset.OpenAsync(folder, new DatasetOptions(), Cancel);
        await foreach (var row in dataset.Read(new ReadOrder(), new Consumer()))
            check?.Invoke(row);
    }
}

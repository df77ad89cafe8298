using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Mm.Data.Pipeline;
using Mm.Data.Publish;
using Mm.Data.Publish.WebDataset;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Publish.WebDataset;

public sealed class WebDatasetExportTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _store = new();
    private ReleaseReader _release = null!;
    private List<SampleRow> _rows = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await new MadeRelease(seed: 3, samples: 160).PublishAsync(_store.Path, "release");
        _release = await ReleaseReader.OpenAsync(_store["release"], Cancel);
        _rows = await _release.RowsAsync(split: null, Cancel).Select(row => row.Sample).ToListAsync(Cancel);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task The_tars_hold_every_row_of_the_release_with_its_files_beside_each_other()
    {
        var index = await WebDatasetExport.WriteAsync(_release, _store["tars"], _ => false, 20_000, Cancel);

        Assert.True(index.Shards.Count > 4);
        Assert.Equal(_release.Manifest.Digest, index.Release);
        var rows = _rows.ToDictionary(row => row.Id);
        foreach (var shard in index.Shards)
        {
            var entries = await EntriesAsync(shard.Path);
            foreach (var files in entries.Chunk(4))
            {
                var row = rows[files[0].Name.Split('.')[0]];
                Assert.True(rows.Remove(row.Id));
                Assert.Equal(["jpg", "txt", "json", "npy"], files.Select(file => file.Name[(row.Id.Length + 1)..]));
                Assert.True(row.Asset.Span.SequenceEqual(files[0].Bytes));
                Assert.Equal(row.Text, Encoding.UTF8.GetString(files[1].Bytes));
                var json = JsonNode.Parse(files[2].Bytes)!;
                Assert.Equal(row.Scores["alignment.cosine"], json["alignment_cosine"]!.GetValue<double>());
                Assert.Equal(row.OutputSha256, json["output_sha256"]!.GetValue<string>());
                Assert.Equal(row.Embedding!, Floats(files[3].Bytes));
            }

            Assert.Equal(shard.Rows * 4, entries.Count);
        }

        Assert.Empty(rows);
    }

    [Fact]
    public async Task The_same_release_gives_the_same_bytes()
    {
        await WebDatasetExport.WriteAsync(_release, _store["first"], _ => false, 20_000, Cancel);
        await WebDatasetExport.WriteAsync(_release, _store["second"], _ => false, 20_000, Cancel);
        Assert.Equal(await Trees.ListAsync(_store["first"], Cancel), await Trees.ListAsync(_store["second"], Cancel));
    }

    [Fact]
    public async Task Revoked_rows_are_left_out_and_counted()
    {
        var index = await WebDatasetExport.WriteAsync(_release, _store["tars"], id => id == _rows[2].Id, 1 << 20, Cancel);
        Assert.Equal(1, index.Revoked);
        Assert.Equal(_rows.Count - 1, index.Shards.Sum(shard => shard.Rows));
        foreach (var shard in index.Shards)
            Assert.DoesNotContain(await EntriesAsync(shard.Path), entry => entry.Name.StartsWith(_rows[2].Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_part_stops_the_export_and_nothing_appears()
    {
        var part = Path.Combine(_store["release"], _release.Manifest.Shards[^1].Path);
        var bytes = await File.ReadAllBytesAsync(part, Cancel);
        bytes[50] ^= 1;
        await File.WriteAllBytesAsync(part, bytes, Cancel);
        await Assert.ThrowsAsync<EnvironmentException>(() => WebDatasetExport.WriteAsync(_release, _store["tars"], _ => false, 1 << 20, Cancel));
        Assert.False(Directory.Exists(_store["tars"]));

        bytes[50] ^= 1;
        await File.WriteAllBytesAsync(part, bytes, Cancel);
        await WebDatasetExport.WriteAsync(_release, _store["tars"], _ => false, 1 << 20, Cancel); // over what the first left
        await Assert.ThrowsAsync<ConfigurationException>(() => WebDatasetExport.WriteAsync(_release, _store["tars"], _ => false, 1 << 20, Cancel));
    }

    private static float[] Floats(byte[] file)
    {
        var header = file[8] | (file[9] << 8);
        Assert.Equal(0, (10 + header) % 64);
        Assert.StartsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (8,), }", Encoding.ASCII.GetString(file, 10, header));
        return [.. file[(10 + header)..].Chunk(4).Select(four => BitConverter.ToSingle(four))];
    }

    private async Task<List<(string Name, byte[] Bytes)>> EntriesAsync(string path)
    {
        await using var stream = File.OpenRead(_store[Path.Combine("tars", path)]);
        await using var tar = new TarReader(stream);
        var entries = new List<(string, byte[])>();
        while (await tar.GetNextEntryAsync(copyData: true, Cancel) is { } entry)
        {
            using var bytes = new MemoryStream();
            await entry.DataStream!.CopyToAsync(bytes, Cancel);
            Assert.Equal((DateTimeOffset.UnixEpoch, 0, 0), (entry.ModificationTime, entry.Uid, entry.Gid));
            entries.Add((entry.Name, bytes.ToArray()));
        }

        return entries;
    }
}

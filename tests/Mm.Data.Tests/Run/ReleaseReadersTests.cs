using System.Security.Cryptography;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Tests.Decode;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Run;

/// <summary>The release in two Parquet readers that share no code with ours.</summary>
public sealed class ReleaseReadersTests(QuickstartRelease quickstart, DecoderFixture decoder) : IClassFixture<DecoderFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DuckDb_reads_the_rows_that_the_manifest_counts_with_the_schema_that_it_states()
    {
        var manifest = await ManifestAsync();
        Assert.NotEmpty(manifest.Shards);
        foreach (var shard in manifest.Shards)
        {
            var path = PathOf(shard);
            Assert.Equal(shard.Rows, Assert.Single(DuckDb.Query($"SELECT count(*) FROM '{path}'"))[0]);
            var schema = DuckDb.Schema(path);
            Assert.Equal(manifest.Schema.Select(c => (c.Name, TypeInDuckDb(c.Type))), schema.Select(c => (c.Key, c.Value)));
        }

        Assert.Equal(manifest.Counts.Render.Kept, manifest.Shards.Sum(s => s.Rows));
    }

    [Promise(PromiseAttribute.Audit, "Independent Parquet readers read what the manifest states.")]
    [Fact]
    public async Task Hyparquet_reads_the_same_samples_and_the_same_bytes()
    {
        foreach (var shard in (await ManifestAsync()).Shards)
        {
            var rows = await Hyparquet.RowsAsync(PathOf(shard), Cancel);
            Assert.Equal(shard.Rows, rows.Count);
            var ours = DuckDb.Query(
                $"SELECT id, output_sha256, modality FROM read_parquet('{PathOf(shard)}', file_row_number = true) ORDER BY file_row_number");
            for (var i = 0; i < rows.Count; i++)
            {
                var (id, digest, modality) = ((string)ours[i][0]!, (string)ours[i][1]!, (string)ours[i][2]!);
                Assert.Equal(id, rows[i]!["id"]!.GetValue<string>());
                var bytes = Convert.FromBase64String(rows[i]![modality]!["bytes"]!.GetValue<string>());
                Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            }
        }
    }

    [Fact]
    public async Task Every_asset_that_DuckDb_reads_decodes_to_the_size_of_its_row()
    {
        foreach (var shard in (await ManifestAsync()).Shards)
        {
            foreach (var row in DuckDb.Query($"SELECT modality, coalesce(image.bytes, video.bytes, audio.bytes), width, height FROM '{PathOf(shard)}'"))
            {
                var bytes = (byte[])row[1]!;
                var probe = await decoder.Pool.ProbeAsync(bytes, Cancel);
                Assert.True(probe.Value is not null, $"{row[0]} of {bytes.Length} bytes: {probe.Reason}");
                var facts = probe.Value;
                Assert.Equal(((string)row[0]!, (int)row[2]!, (int)row[3]!), (EnumCode.Of(facts.Modality), facts.Width, facts.Height));
            }
        }
    }

    [Fact]
    public async Task A_row_holds_its_asset_in_the_column_of_its_modality_alone()
    {
        var rows = (await ManifestAsync()).Shards.SelectMany(shard => DuckDb.Query(
            "SELECT modality, image.bytes IS NOT NULL, video.bytes IS NOT NULL, audio.bytes IS NOT NULL, duration_seconds IS NOT NULL "
            + $"FROM '{PathOf(shard)}'")).ToArray();
        Assert.All(rows, row => Assert.Equal(
            row[0] switch
            {
                "image" => [true, false, false, false],
                "video" => [false, true, false, true],
                _ => (object[])[false, false, true, true],
            },
            row[1..]));
        Assert.Contains(rows, row => row[0] is "video");
    }

    [Fact]
    public async Task No_row_belongs_to_a_sample_that_was_not_kept()
    {
        var lost = (await quickstart.EventsAsync()).Where(e => e.Verdict.Outcome is not Outcome.Kept).Select(e => e.SampleId).ToHashSet();
        var ids = (await ManifestAsync()).Shards
            .SelectMany(shard => DuckDb.Query($"SELECT id, source_sha256 FROM '{PathOf(shard)}'")).Select(row => ((string)row[0]!, (string)row[1]!)).ToArray();
        Assert.NotEmpty(lost);
        Assert.DoesNotContain(ids, row => lost.Contains(row.Item1));
        var refused = quickstart.Expected.Where(e => e.Outcome is "failed").Select(e => e.Sha256).ToHashSet();
        Assert.DoesNotContain(ids, row => refused.Contains(row.Item2));
    }

    private async Task<ReleaseManifest> ManifestAsync()
    {
        await quickstart.GetAsync();
        return (await ReleaseReader.OpenAsync(quickstart.Release, Cancel)).Manifest;
    }

    private string PathOf(ShardFile shard) => Path.Combine(quickstart.Release, shard.Path);

    private static string TypeInDuckDb(string type) => type switch
    {
        "string" => "VARCHAR",
        "int32" => "INTEGER",
        "int64" => "BIGINT",
        "double" => "DOUBLE",
        "list(float)" => "FLOAT[]",
        "struct{bytes,path}" => "STRUCT(bytes BLOB, path VARCHAR)",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "The manifest states a type that this test does not know."),
    };
}

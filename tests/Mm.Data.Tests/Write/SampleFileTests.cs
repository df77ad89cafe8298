using System.Text.Json.Nodes;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Parquet;
using Xunit;

namespace Mm.Data.Tests.Write;

public sealed class SampleFileTests : IDisposable
{
    private static readonly FeatureColumn[] Scores =
    [
        new("alignment.cosine", FeatureKind.Number, "Cosine."), new("media.pixels", FeatureKind.Whole, "Pixels."),
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_read_back_exactly()
    {
        var rows = Rows();
        var read = await SampleFile.ReadAsync(await WriteAsync(rows), Cancel).ToListAsync(Cancel);

        Assert.Equal(rows.Select(Flat), read.Select(Flat));
    }

    [Fact]
    public async Task The_same_rows_give_the_same_bytes() => Assert.Equal(
        await File.ReadAllBytesAsync(await WriteAsync(Rows(), name: "a"), Cancel),
        await File.ReadAllBytesAsync(await WriteAsync(Rows(), name: "b"), Cancel));

    [Fact]
    public async Task Row_groups_are_closed_by_bytes()
    {
        SampleRow[] rows = [.. Enumerable.Range(0, 6).Select(i => SampleRows.Image($"s{i}", bytes: 700))];
        await using var reader = await ParquetReader.CreateAsync(await WriteAsync(rows, rowGroupKib: 2), cancellationToken: Cancel);

        Assert.Equal([2L, 2L, 2L], reader.RowGroups.Select(group => group.RowCount));
    }

    [Fact]
    public async Task An_asset_larger_than_a_row_group_has_one_to_itself()
    {
        SampleRow[] rows = [SampleRows.Image("s1", 10), SampleRows.Image("s2", 5000), SampleRows.Image("s3", 10)];
        await using var reader = await ParquetReader.CreateAsync(await WriteAsync(rows, rowGroupKib: 1), cancellationToken: Cancel);

        Assert.Equal([1L, 1L, 1L], reader.RowGroups.Select(group => group.RowCount));
    }

    [Fact]
    public async Task Media_is_stored_uncompressed_and_without_statistics_and_the_rest_compressed()
    {
        await using var reader = await ParquetReader.CreateAsync(await WriteAsync(Rows()), cancellationToken: Cancel);
        var chunks = reader.Metadata!.RowGroups[0].Columns.ToDictionary(chunk => string.Join('.', chunk.MetaData!.PathInSchema));

        Assert.Equal(Parquet.Meta.CompressionCodec.UNCOMPRESSED, chunks["image.bytes"].MetaData!.Codec);
        Assert.Null(chunks["image.bytes"].MetaData!.Statistics?.MaxValue);
        Assert.All(chunks.Where(chunk => !chunk.Key.EndsWith(".bytes", StringComparison.Ordinal)), chunk =>
            Assert.Equal(Parquet.Meta.CompressionCodec.SNAPPY, chunk.Value.MetaData!.Codec));
    }

    [Fact]
    public async Task A_writer_that_is_not_completed_leaves_no_readable_file()
    {
        var path = _folder["half.parquet"];
        await using (var stream = File.Create(path))
        {
            var writer = await SampleWriter.CreateAsync(stream, Scores, rowGroupKib: 1, Cancel);
            foreach (var row in Rows())
                await writer.AddAsync(row, Cancel);
        }

        await Assert.ThrowsAsync<EnvironmentException>(async () => await SampleFile.ReadAsync(path, Cancel).ToListAsync(Cancel));
    }

    [Fact]
    public async Task The_metadata_tells_which_column_is_a_picture()
    {
        await using var reader = await ParquetReader.CreateAsync(await WriteAsync(Rows()), cancellationToken: Cancel);
        var features = JsonNode.Parse(reader.CustomMetadata["huggingface"])!["info"]!["features"]!.AsObject();

        Assert.Equal(reader.Schema.Fields.Select(field => field.Name), features.Select(feature => feature.Key));
        Assert.Equal("Image", features["image"]!["_type"]!.GetValue<string>());
        Assert.Equal("float64", features["alignment_cosine"]!["dtype"]!.GetValue<string>());
        Assert.Equal("int64", features["media_pixels"]!["dtype"]!.GetValue<string>());
        Assert.Equal("float32", features["embedding"]!["feature"]!["dtype"]!.GetValue<string>());
    }

    [Fact]
    public void A_vector_is_no_score() => Assert.Throws<ConfigurationException>(
        () => SampleFile.Columns([new FeatureColumn("alignment.image", FeatureKind.Vector, "")]));

    [Fact]
    public async Task DuckDb_reads_schema_rows_and_bytes()
    {
        var path = await WriteAsync(Rows());
        var schema = DuckDb.Schema(path);

        Assert.Equal("STRUCT(bytes BLOB, path VARCHAR)", schema["image"]);
        Assert.Equal("FLOAT[]", schema["embedding"]);
        Assert.Equal(SampleFile.Columns(Scores).Select(column => column.Name), schema.Keys);
        Assert.Equal(
            [["s1", true, "s1.jpg", 2L], ["s2", false, null, null]],
            DuckDb.Query($"""
                SELECT id, sha256(image.bytes) IS NOT DISTINCT FROM output_sha256, image.path, len(embedding) FROM '{path}' LIMIT 2
                """));
    }

    [Fact]
    public async Task Hyparquet_reads_rows_and_bytes()
    {
        var rows = Rows();
        var read = await Hyparquet.RowsAsync(await WriteAsync(rows), Cancel);

        Assert.Equal(rows.Select(row => row.Id), read.Select(row => row!["id"]!.GetValue<string>()));
        Assert.Equal(rows[0].Asset.ToArray(), Convert.FromBase64String(read[0]!["image"]!["bytes"]!.GetValue<string>()));
        Assert.Null(read[1]!["image"]);
        Assert.Equal("s2.mp4", read[1]!["video"]!["path"]!.GetValue<string>());
        Assert.Equal(0.25, read[0]!["alignment_cosine"]!.GetValue<double>());
    }

    private static SampleRow[] Rows() =>
    [
        SampleRows.Image("s1", 100) with
        {
            Text = "Ein Hund läuft, 犬",
            Scores = new Dictionary<string, double?> { ["alignment.cosine"] = 0.25, ["media.pixels"] = 12 },
            Redactions = new Dictionary<string, int> { ["text"] = 1, ["face"] = 2 },
            Embedding = [0.5f, -0.5f],
        },
        SampleRows.Image("s2", 50) with { Modality = Modality.Video, Extension = "mp4", DurationSeconds = 2.5 },
        SampleRows.Image("s3", 50) with { Modality = Modality.Audio, Extension = "flac", Width = 0, Height = 0, DurationSeconds = 1 },
    ];

    private static string Flat(SampleRow row) => string.Join(
        '|', row.Id, row.Modality, row.Text, Convert.ToHexString(row.Asset.Span), row.Extension,
        row.Width, row.Height, row.DurationSeconds, row.Source, row.Licence,
        string.Join(',', Scores.Select(score => row.Scores.GetValueOrDefault(score.Name))), row.RedactionSummary,
        row.Embedding is null ? "-" : string.Join(',', row.Embedding), row.OutputSha256, row.SourceSha256);

    private async Task<string> WriteAsync(SampleRow[] rows, int rowGroupKib = 4096, string name = "part")
    {
        var path = _folder[$"{name}.parquet"];
        await using var stream = File.Create(path);
        var writer = await SampleWriter.CreateAsync(stream, Scores, rowGroupKib, Cancel);
        foreach (var row in rows)
            await writer.AddAsync(row, Cancel);
        await writer.CompleteAsync(Cancel);
        return path;
    }

    [Fact]
    public async Task Rows_of_documents_are_read_back_with_their_parts_beside_rows_of_none()
    {
        RowPart[] parts = [new(DocumentPartKind.Heading, "A \"quoted\" title\nand more"), new(DocumentPartKind.Picture, ""), new(DocumentPartKind.Omitted, "")];
        SampleRow[] rows =
        [
            SampleRows.Image("s1", 10) with { Document = new RowDocument(new DocumentPlace("d1", 3, 7), parts) }, SampleRows.Image("s2", 10),
        ];
        var path = _folder["documents.parquet"];
        await using (var stream = File.Create(path))
        {
            var writer = await SampleWriter.CreateAsync(stream, new SampleLayout(Scores, HasDocuments: true), 4096, Cancel);
            foreach (var row in rows)
                await writer.AddAsync(row, Cancel);
            await writer.CompleteAsync(Cancel);
        }

        var read = await SampleFile.ReadAsync(path, Cancel).ToListAsync(Cancel);

        Assert.Equal(rows[0].Document!.Place, read[0].Document!.Place);
        Assert.Equal(parts, read[0].Document!.Parts);
        Assert.Null(read[1].Document);
        Assert.NotEqual(RowDigest.Of(rows[0]), RowDigest.Of(rows[0] with { Document = null }));
        Assert.Equal(RowDigest.Of(rows[0]), RowDigest.Of(read[0]));
    }
}

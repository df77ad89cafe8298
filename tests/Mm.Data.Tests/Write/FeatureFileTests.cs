using Mm.Data.Pipeline;
using Mm.Data.Tests.Kit;
using Mm.Data.Write;
using Xunit;

namespace Mm.Data.Tests.Write;

public sealed class FeatureFileTests : IDisposable
{
    private static readonly FeatureColumn[] Columns =
    [
        new("alignment.cosine", FeatureKind.Number, "Cosine of image and text."),
        new("media.pixels", FeatureKind.Whole, "Pixels."),
        new("media.container", FeatureKind.Code, "Container."),
        new("media.has-audio", FeatureKind.Flag, "Sound?"),
        new("alignment.image", FeatureKind.Vector, "Embedding."),
        new("faces.boxes", FeatureKind.Boxes, "Faces."),
        new("text-pii.spans", FeatureKind.Spans, "Spans."),
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_written_is_read_back_exactly()
    {
        var rows = Rows();
        var table = await FeatureFile.ReadAsync(await WriteAsync(Columns, rows), Cancel);

        Assert.Equal(Columns, table.Columns);
        Assert.Equal(rows.Select(Flat), table.Rows.Select(Flat));
    }

    [Fact]
    public async Task Only_the_wanted_columns_are_read_when_told_so()
    {
        var rows = Rows();
        var table = await FeatureFile.ReadAsync(
            await WriteAsync(Columns, rows), column => column.Name is "media.container" or "faces.boxes", Cancel);

        Assert.Equal(["media.container", "faces.boxes"], table.Columns.Select(column => column.Name));
        Assert.Equal(rows.Select(row => row.Features["media.container"]), table.Rows.Select(row => row.Features["media.container"]));
        Assert.Equal(rows.Select(row => row.Features.Boxes("faces.boxes")), table.Rows.Select(row => row.Features.Boxes("faces.boxes")));
        Assert.All(table.Rows, row => Assert.False(row.Features.Has("alignment.image")));
    }

    [Fact]
    public async Task The_same_rows_give_the_same_bytes()
    {
        var first = await File.ReadAllBytesAsync(await WriteAsync(Columns, Rows(), "a"), Cancel);
        var second = await File.ReadAllBytesAsync(await WriteAsync(Columns, Rows(), "b"), Cancel);

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task More_rows_than_a_row_group_holds_keep_their_order()
    {
        MeasuredSample[] rows =
            [.. Enumerable.Range(0, 2500).Select(i => Row($"s{i:0000}", features => features.Set("media.pixels", (long)i)))];
        var table = await FeatureFile.ReadAsync(await WriteAsync(Columns, rows), Cancel);

        Assert.Equal(Enumerable.Range(0, 2500).Select(i => (object)(long)i), table.Rows.Select(row => row.Features["media.pixels"]!));
    }

    [Fact]
    public async Task A_file_without_rows_still_has_its_columns()
    {
        var table = await FeatureFile.ReadAsync(await WriteAsync(Columns, []), Cancel);

        Assert.Equal(Columns, table.Columns);
        Assert.Empty(table.Rows);
    }

    [Fact]
    public async Task Columns_that_would_share_a_name_are_refused_all_at_once()
    {
        FeatureColumn[] columns =
        [
            new("a.b", FeatureKind.Number, ""), new("a-b", FeatureKind.Number, ""), new("measure.reason", FeatureKind.Code, ""),
        ];

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => WriteAsync(columns, []));

        Assert.Equal(2, error.Problems.Count);
    }

    [Fact]
    public async Task A_row_without_a_verdict_is_a_bug_and_not_written()
    {
        var row = new MeasuredSample("s1", "00", default, new FeatureRow());

        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(Columns, [row]));
    }

    [Fact]
    public async Task A_cut_file_says_so()
    {
        var path = await WriteAsync(Columns, Rows());
        await using (var stream = new FileStream(path, FileMode.Open))
            stream.SetLength(stream.Length / 2);

        var error = await Assert.ThrowsAsync<EnvironmentException>(() => FeatureFile.ReadAsync(path, Cancel));

        Assert.Contains("features.parquet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DuckDb_reads_schema_and_nested_columns()
    {
        var path = await WriteAsync(Columns, Rows());
        var schema = DuckDb.Schema(path);

        Assert.Equal("DOUBLE", schema["alignment_cosine"]);
        Assert.Equal("BIGINT", schema["media_pixels"]);
        Assert.Equal("VARCHAR", schema["measure_outcome"]);
        Assert.Equal("BOOLEAN", schema["media_has_audio"]);
        Assert.Equal("FLOAT[]", schema["alignment_image"]);
        Assert.StartsWith("STRUCT(x FLOAT, y FLOAT", schema["faces_boxes"], StringComparison.Ordinal);
        Assert.Equal("STRUCT(\"start\" INTEGER, length INTEGER, \"type\" VARCHAR, score FLOAT)[]", schema["text_pii_spans"]);
        Assert.Equal([["s1", 2L], ["s2", 0L], ["s3", null]], DuckDb.Query($"SELECT id, len(faces_boxes) FROM '{path}'"));
        Assert.Equal([["EMAIL", 0.5f]], DuckDb.Query($"SELECT text_pii_spans[2].type, faces_boxes[2].score FROM '{path}' WHERE id = 's1'"));
    }

    [Fact]
    public async Task Hyparquet_reads_nested_columns()
    {
        var rows = await Hyparquet.RowsAsync(await WriteAsync(Columns, Rows()), Cancel);

        Assert.Equal(3, rows.Count);
        Assert.Equal("é-EMAIL", rows[0]!["text_pii_spans"]![0]!["type"]!.GetValue<string>());
        Assert.Equal(0.5, rows[0]!["faces_boxes"]![1]!["score"]!.GetValue<double>());
        Assert.Equal([0.25, -1], rows[0]!["alignment_image"]!.AsArray().Select(item => item!.GetValue<double>()));
        Assert.Equal("decode.truncated", rows[2]!["measure_reason"]!.GetValue<string>());
        Assert.Null(rows[2]!["faces_boxes"]);
    }

    private static MeasuredSample[] Rows() =>
    [
        Row("s1", features =>
        {
            features.Set("alignment.cosine", 1d / 3);
            features.Set("media.pixels", long.MaxValue);
            features.Set("media.container", "jpeg");
            features.Set("media.has-audio", true);
            features.Set("alignment.image", [0.25f, -1f]);
            features.Set("faces.boxes", [new Box(0.1f, 0.2f, 0.3f, 0.4f, 0.9f), new Box(0, 0, 1, 1, 0.5f, 2.5f)]);
            features.Set("text-pii.spans", [new Span(3, 14, "é-EMAIL", 1f), new Span(20, 2, "EMAIL", 0.75f)]);
        }),
        Row("s2", features =>
        {
            features.Set("media.has-audio", false);
            features.Set("alignment.image", Array.Empty<float>());
            features.Set("faces.boxes", Array.Empty<Box>());
            features.Set("text-pii.spans", Array.Empty<Span>());
        }),
        new("s3", "cc", new Verdict(Outcome.Failed, "decode", "decode.truncated"), new FeatureRow()),
    ];

    private static MeasuredSample Row(string id, Action<FeatureRow> fill)
    {
        var features = new FeatureRow();
        fill(features);
        return new MeasuredSample(id, "ab", new Verdict(Outcome.Kept, "measure", "measured"), features);
    }

    /// <summary>Everything a row holds, as text that tells null from empty.</summary>
    private static string Flat(MeasuredSample row) => $"{row.Id} {row.AssetSha256} {row.Verdict} "
        + string.Join(" ", Columns.Select(column =>
        row.Features[column.Name] switch
        {
            null => "-",
            Array items => $"[{string.Join(";", items.Cast<object>())}]",
            double number => number.ToString("R"),
            var value => value.ToString(),
        }));

    private async Task<string> WriteAsync(FeatureColumn[] columns, MeasuredSample[] rows, string name = "features")
    {
        var path = _folder[$"{name}.parquet"];
        await using var stream = File.Create(path);
        await FeatureFile.WriteAsync(stream, columns, rows, Cancel);
        return path;
    }
}

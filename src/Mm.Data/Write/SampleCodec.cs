using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>The columns of a sample file as buffers, in file order; also the one place that knows the schema.</summary>
internal sealed class SampleCodec
{
    /// <summary>The asset's columns; a sample fills the one of its modality.</summary>
    private static readonly Modality[] AssetModalities = [Modality.Image, Modality.Video, Modality.Audio];

    private readonly List<(Field Field, LeafBuffer[] Leaves)> _columns = [];
    private readonly List<Action<SampleRow>> _append = [];

    public SampleCodec(SampleLayout layout)
    {
        var scores = layout.Scores;
        Scores = scores;
        ScoreNames = ColumnNames.InFile(scores, BuiltInColumns);
        Text("id", row => row.Id);
        Text("text", row => row.Text);
        foreach (var modality in AssetModalities)
            AddAsset(modality);
        Text("modality", row => EnumCode.Of(row.Modality));
        Add<int>("width", nullable: true, row => row.Width > 0 ? row.Width : null);
        Add<int>("height", nullable: true, row => row.Height > 0 ? row.Height : null);
        Add<double>("duration_seconds", nullable: true, row => row.DurationSeconds > 0 ? row.DurationSeconds : null);
        Text("source", row => row.Source);
        Text("licence", row => row.Licence);
        for (var index = 0; index < scores.Count; index++)
            AddScore(scores[index], ScoreNames[index]);
        Add<int>("redactions", nullable: false, row => row.Redactions.Values.Sum());
        Text("redaction_summary", row => row.RedactionSummary);
        Text("obfuscation_summary", row => row.ObfuscationSummary);
        AddEmbedding();
        Text("output_sha256", row => row.OutputSha256);
        Text("source_sha256", row => row.SourceSha256);
        if (layout.HasDocuments)
            AddDocument();
        Schema = new ParquetSchema(_columns.Select(column => column.Field));
    }

    public static IReadOnlyList<string> BuiltInColumns { get; } =
    [
        "id", "text", "image", "video", "audio", "modality", "width", "height", "duration_seconds", "source", "licence",
        "redactions", "redaction_summary", "obfuscation_summary", "embedding", "output_sha256", "source_sha256",
        "document_id", "document_position", "document_rows", "document_parts",
    ];

    public IReadOnlyList<FeatureColumn> Scores { get; }

    public IReadOnlyList<string> ScoreNames { get; }

    public ParquetSchema Schema { get; }

    public void Append(SampleRow row) => _append.ForEach(append => append(row));

    /// <summary>
    /// Writes one row group. Media is stored as it is: it is compressed already, and a second pass costs time and saves nothing. The
    /// library looks at <paramref name="options"/> anew for each column, which a test of the file's footer holds.
    /// </summary>
    public async Task FlushAsync(ParquetWriter writer, ParquetOptions options, CancellationToken cancel)
    {
        var usual = options.CompressionMethod;
        using var group = writer.CreateRowGroup();
        foreach (var leaf in _columns.SelectMany(column => column.Leaves))
        {
            options.CompressionMethod = leaf is LeafBuffer<ReadOnlyMemory<byte>> ? CompressionMethod.None : usual;
            await leaf.FlushAsync(group, cancel);
        }

        options.CompressionMethod = usual;
    }

    private void Text(string name, Func<SampleRow, string> value) =>
        Add<ReadOnlyMemory<char>>(name, nullable: false, row => value(row).AsMemory());

    private void Add<T>(string name, bool nullable, Func<SampleRow, T?> value)
        where T : struct
    {
        var leaf = new LeafBuffer<T>(new DataField(name, typeof(T), nullable));
        _columns.Add((leaf.Field, [leaf]));
        _append.Add(row => leaf.Add(value(row)));
    }

    /// <summary>A nullable struct of bytes and path, the form that the usual readers decode as media.</summary>
    private void AddAsset(Modality modality)
    {
        var bytes = new LeafBuffer<ReadOnlyMemory<byte>>(new DataField("bytes", typeof(byte[]), true));
        var path = new LeafBuffer<ReadOnlyMemory<char>>(new DataField("path", typeof(string), true));
        _columns.Add((new StructField(EnumCode.Of(modality), bytes.Field, path.Field), [bytes, path]));
        _append.Add(row =>
        {
            // Not a conditional with null: it would convert to an empty array, and that to empty bytes that are there.
            var mine = row.Modality == modality;
            bytes.Add(mine ? row.Asset : default(ReadOnlyMemory<byte>?));
            path.Add(mine ? row.AssetPath.AsMemory() : default(ReadOnlyMemory<char>?));
        });
    }

    /// <summary>Null in rows that are of no document.</summary>
    private void AddDocument()
    {
        // Not a conditional with null, as above.
        void Text(string name, Func<RowDocument, string> value) => Add(name, nullable: true, row => row.Document is { } document
            ? value(document).AsMemory()
            : default(ReadOnlyMemory<char>?));
        Text("document_id", document => document.Place.Document);
        Add<int>("document_position", nullable: true, row => row.Document?.Place.Position);
        Add<int>("document_rows", nullable: true, row => row.Document?.Place.Rows);
        Text("document_parts", document => document.PartsJson);
    }

    private void AddScore(FeatureColumn column, string name)
    {
        double? Value(SampleRow row) => row.Scores.GetValueOrDefault(column.Name);
        if (column.Kind is FeatureKind.Number)
            Add<double>(name, nullable: true, Value);
        else if (column.Kind is FeatureKind.Whole)
            Add<long>(name, nullable: true, row => Value(row) is { } value ? checked((long)value) : null);
        else
            throw new ConfigurationException($"Column {column.Name} is no score: rows hold numbers and whole numbers only.");
    }

    private void AddEmbedding()
    {
        var leaf = new LeafBuffer<float>(new DataField(ListField.ElementName, typeof(float), false));
        _columns.Add((new ListField("embedding", leaf.Field), [leaf]));
        _append.Add(row => leaf.AddList(row.Embedding));
    }
}

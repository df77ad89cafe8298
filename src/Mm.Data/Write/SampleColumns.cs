using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>The columns of one row group of a part file, read back.</summary>
internal sealed class SampleColumns
{
    private static readonly string[] TextColumns =
        ["id", "text", "modality", "source", "licence", "redaction_summary", "obfuscation_summary", "output_sha256", "source_sha256"];

    private readonly Dictionary<string, string?[]> _texts = [];
    private readonly Dictionary<string, int?[]> _wholes = [];
    private readonly Dictionary<string, double?[]> _scores = [];
    private readonly Dictionary<Modality, (ReadOnlyMemory<byte>?[] Bytes, string?[] Paths)> _assets = [];
    private readonly Dictionary<string, string?[]> _documentTexts = [];
    private double?[] _durations = [];
    private float[]?[] _embeddings = [];

    private SampleColumns()
    {
    }

    /// <param name="schema">The file's.</param>
    /// <param name="scores">The file's.</param>
    /// <param name="group">What is read.</param>
    /// <param name="loan">Lends the assets for as long as it lives; null: they are copied.</param>
    /// <param name="cancel">Stops reading.</param>
    public static async Task<SampleColumns> ReadAsync(
        ParquetSchema schema, IReadOnlyList<FeatureColumn> scores, ParquetRowGroupReader group, MediaLoan? loan,
        CancellationToken cancel)
    {
        var columns = new SampleColumns();
        DataField Field(params string[] path) => schema.FindDataField(new FieldPath(path));
        Task<string?[]> Text(params string[] path) =>
            LeafReader.RowsAsync<ReadOnlyMemory<char>, string>(group, Field(path), value => value.ToString(), cancel);
        foreach (var name in TextColumns)
            columns._texts[name] = await Text(name);
        foreach (var name in (string[])["width", "height", "redactions"])
            columns._wholes[name] = await LeafReader.RowsAsync<int, int?>(group, Field(name), value => value, cancel);
        foreach (var modality in Enum.GetValues<Modality>())
        {
            var bytes = Field(EnumCode.Of(modality), "bytes");
            var assets = loan is null
                ? await LeafReader.RowsAsync<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>?>(group, bytes, value => value, cancel)
                : await loan.ReadAsync(group, bytes, cancel);
            columns._assets[modality] = (assets, await Text(EnumCode.Of(modality), "path"));
        }

        if (schema.Fields.Any(field => field.Name == "document_id"))
        {
            foreach (var name in (string[])["document_id", "document_parts"])
                columns._documentTexts[name] = await Text(name);
            foreach (var name in (string[])["document_position", "document_rows"])
                columns._wholes[name] = await LeafReader.RowsAsync<int, int?>(group, Field(name), value => value, cancel);
        }

        foreach (var score in scores)
            columns._scores[score.Name] = await ReadScoreAsync(group, score, Field(ColumnNames.InFile(score.Name)), cancel);
        columns._durations = await LeafReader.RowsAsync<double, double?>(group, Field("duration_seconds"), value => value, cancel);
        var element = schema.DataFields.Single(field => field.Path.FirstPart == "embedding");
        columns._embeddings = await LeafReader.ListsAsync<float, float>(group, element, value => value, cancel);
        return columns;
    }

    public SampleRow Row(int row)
    {
        string Text(string name) => _texts[name][row] ?? throw new FormatException($"Column {name} has a null.");
        var modality = EnumCode.Parse<Modality>(Text("modality"));
        var path = _assets[modality].Paths[row] ?? throw new FormatException("A row has no asset.");
        var sample = new SampleRow
        {
            Id = Text("id"),
            Modality = modality,
            Text = Text("text"),
            Document = Document(row),
            Asset = _assets[modality].Bytes[row] ?? throw new FormatException("A row has no asset."),
            Extension = Path.GetExtension(path).TrimStart('.'),
            Width = _wholes["width"][row] ?? 0,
            Height = _wholes["height"][row] ?? 0,
            DurationSeconds = _durations[row] ?? 0,
            Source = Text("source"),
            Licence = Text("licence"),
            Scores = _scores.ToDictionary(pair => pair.Key, pair => pair.Value[row]),
            Redactions = SampleRow.ParseSummary(Text("redaction_summary")),
            Obfuscations = SampleRow.ParseSummary(Text("obfuscation_summary")),
            Embedding = _embeddings[row],
            OutputSha256 = Text("output_sha256"),
            SourceSha256 = Text("source_sha256"),
        };
        var assets = _assets.Values.Count(asset => asset.Bytes[row] is not null || asset.Paths[row] is not null);
        return assets == 1 && path == sample.AssetPath && _wholes["redactions"][row] == sample.Redactions.Values.Sum()
            ? sample
            : throw new FormatException("The columns of a row contradict each other.");
    }

    private RowDocument? Document(int row)
    {
        if (_documentTexts.Count == 0 || _documentTexts["document_id"][row] is not { } id)
            return null;
        var (position, rows) = (_wholes["document_position"][row], _wholes["document_rows"][row]);
        return position is { } at && rows is { } of && _documentTexts["document_parts"][row] is { } parts
            ? new RowDocument(new DocumentPlace(id, at, of), RowDocument.ParseParts(parts))
            : throw new FormatException("A row's document has no place.");
    }

    internal static Task<double?[]> ReadScoreAsync(
        ParquetRowGroupReader group, FeatureColumn score, DataField field, CancellationToken cancel) => score.Kind is FeatureKind.Whole
        ? LeafReader.RowsAsync<long, double?>(group, field, value => value, cancel)
        : LeafReader.RowsAsync<double, double?>(group, field, value => value, cancel);
}

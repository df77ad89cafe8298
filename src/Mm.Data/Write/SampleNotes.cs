using System.Runtime.CompilerServices;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>A row of a part file without its asset: what can be told of it without touching media.</summary>
public sealed record SampleNotes
{
    private static readonly string[] TextColumns = ["id", "text", "modality", "source", "licence", "output_sha256", "source_sha256"];

    public required string Id { get; init; }

    public required string Modality { get; init; }

    /// <summary>The caption with its personal data replaced.</summary>
    public required string Text { get; init; }

    public required string Source { get; init; }

    public required string Licence { get; init; }

    public required string OutputSha256 { get; init; }

    public required string SourceSha256 { get; init; }

    /// <summary>Of the picture before it was redacted; null where none was measured.</summary>
    public float[]? Embedding { get; init; }

    /// <summary>By dotted name: those that were asked for.</summary>
    public required IReadOnlyDictionary<string, double?> Scores { get; init; }

    /// <summary>Streams the rows in order, a row group at a time, with the scores that are <paramref name="wanted"/>.</summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or not a part file.</exception>
    public static async IAsyncEnumerable<SampleNotes> ReadAsync(
        string path, Func<string, bool> wanted, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var group in ParquetFormat.GroupsAsync(path, (reader, group) => ReadAsync(reader, group, wanted, cancel), cancel))
        {
            foreach (var row in group)
                yield return row;
        }
    }

    private static async Task<IReadOnlyList<SampleNotes>> ReadAsync(
        ParquetReader reader, ParquetRowGroupReader group, Func<string, bool> wanted, CancellationToken cancel)
    {
        var scores = JsonSerializer.Deserialize<List<FeatureColumn>>(reader.CustomMetadata[SampleFile.ScoresKey], PipelineJson.Options)!;
        DataField Field(string name) => reader.Schema.FindDataField(new FieldPath(name));
        var texts = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        foreach (var name in TextColumns)
            texts[name] = await LeafReader.RowsAsync<ReadOnlyMemory<char>, string>(group, Field(name), value => value.ToString(), cancel);
        var numbers = new Dictionary<string, double?[]>(StringComparer.Ordinal);
        foreach (var score in scores.Where(score => wanted(score.Name)))
            numbers[score.Name] = await SampleColumns.ReadScoreAsync(group, score, Field(ColumnNames.InFile(score.Name)), cancel);
        var element = reader.Schema.DataFields.Single(field => field.Path.FirstPart == "embedding");
        var embeddings = await LeafReader.ListsAsync<float, float>(group, element, value => value, cancel);
        return [.. Enumerable.Range(0, (int)group.RowCount).Select(Row)];

        string Text(string name, int row) => texts[name][row] ?? throw new FormatException($"Column {name} has a null.");

        SampleNotes Row(int row) => new()
        {
            Id = Text("id", row),
            Modality = Text("modality", row),
            Text = Text("text", row),
            Source = Text("source", row),
            Licence = Text("licence", row),
            OutputSha256 = Text("output_sha256", row),
            SourceSha256 = Text("source_sha256", row),
            Embedding = embeddings[row],
            Scores = numbers.ToDictionary(pair => pair.Key, pair => pair.Value[row], StringComparer.Ordinal),
        };
    }
}

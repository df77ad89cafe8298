using System.Runtime.CompilerServices;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>Name and type of a column, as the manifest states them.</summary>
public sealed record ColumnType(string Name, string Type);

/// <summary>
/// A row group: its first row's place in the file, how many there are, and the rows; null where they cannot be read. Their assets are
/// lent until it is disposed.
/// </summary>
internal sealed record SampleGroup(long First, long Count, IReadOnlyList<SampleRow>? Rows, MediaLoan Loan) : IDisposable
{
    public void Dispose() => Loan.Dispose();
}

/// <summary>Reads the part files that <see cref="SampleWriter"/> writes.</summary>
public static class SampleFile
{
    /// <summary>Key of the score columns' declarations in the file's metadata.</summary>
    public const string ScoresKey = "mmdata.score-columns";

    /// <summary>
    /// The columns of a part file with these scores: <c>string</c>, <c>int32</c>, <c>struct{bytes,path}</c>, <c>list(float)</c>,
    /// ...
    /// </summary>
    /// <exception cref="ConfigurationException">A score is of another kind, or two columns would share a name.</exception>
    public static IReadOnlyList<ColumnType> Columns(IReadOnlyList<FeatureColumn> scores) => Columns(new SampleLayout(scores));

    /// <summary>The columns of a part file of this layout.</summary>
    /// <exception cref="ConfigurationException">A score is of another kind, or two columns would share a name.</exception>
    public static IReadOnlyList<ColumnType> Columns(SampleLayout layout) =>
        [.. new SampleCodec(layout).Schema.Fields.Select(field => new ColumnType(field.Name, TypeOf(field)))];

    /// <summary>Streams the rows in order, a row group at a time in memory.</summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or not a part file.</exception>
    public static async IAsyncEnumerable<SampleRow> ReadAsync(ReadableFile file, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<FeatureColumn>? scores = null;
        var groups = ParquetFormat.GroupsAsync(
            file, (reader, group) => ReadGroupAsync(reader.Schema, scores ??= Scores(reader), group, null, cancel), cancel);
        await foreach (var group in groups)
        {
            foreach (var row in group)
                yield return row;
        }
    }

    /// <summary>
    /// Streams the row groups of a file that may be damaged; one that cannot be read is told, and the next ones follow. The file is passed
    /// on the way, but not to its end.
    /// </summary>
    /// <exception cref="EnvironmentException">The file's footer is damaged.</exception>
    /// <exception cref="IOException">The disk cannot read it.</exception>
    internal static async IAsyncEnumerable<SampleGroup> ReadDamagedAsync(
        DigestedFile file, string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var reader = await ParquetFormat.OpenAsync(file, path, leaveOpen: true, cancel);
        IReadOnlyList<FeatureColumn>? scores = null;
        long first = 0;
        for (var index = 0; index < reader.RowGroupCount; index++)
        {
            var (count, rows, loan) = (0L, (IReadOnlyList<SampleRow>?)null, new MediaLoan(file));
            file.PassTo(ParquetFormat.EndOf(reader, index), cancel);
            try
            {
                using var group = reader.OpenRowGroupReader(index);
                count = group.RowCount;
                rows = await ReadGroupAsync(reader.Schema, scores ??= Scores(reader), group, loan, cancel);
            }
            catch (Exception e) when (ParquetFormat.IsDamage(e) || e is OutOfMemoryException)
            {
                // A length that damage has made huge asks for memory that there is not; nothing was allocated.
            }

            yield return new SampleGroup(first, count, rows, loan);
            first += count;
        }
    }

    /// <summary>Streams the ids alone, without touching media.</summary>
    /// <exception cref="EnvironmentException">As <see cref="ReadAsync"/>.</exception>
    public static async IAsyncEnumerable<string> ReadIdsAsync(ReadableFile file, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var group in ParquetFormat.GroupsAsync(file, (reader, group) => ReadIdsAsync(reader, group, cancel), cancel))
        {
            foreach (var id in group)
                yield return id ?? throw new EnvironmentException($"{Path.GetFileName(file.Path)} has a row without an id.");
        }
    }

    private static Task<string?[]> ReadIdsAsync(ParquetReader reader, ParquetRowGroupReader group, CancellationToken cancel) =>
        LeafReader.RowsAsync<ReadOnlyMemory<char>, string>(
            group, reader.Schema.FindDataField(new FieldPath("id")), value => value.ToString(), cancel);

    private static async Task<IReadOnlyList<SampleRow>> ReadGroupAsync(
        ParquetSchema schema, IReadOnlyList<FeatureColumn> scores, ParquetRowGroupReader group, MediaLoan? loan,
        CancellationToken cancel)
    {
        var columns = await SampleColumns.ReadAsync(schema, scores, group, loan, cancel);
        return [.. Enumerable.Range(0, (int)group.RowCount).Select(columns.Row)];
    }

    /// <summary>The score columns that a part file declares.</summary>
    internal static IReadOnlyList<FeatureColumn> Scores(ParquetReader reader) =>
        JsonSerializer.Deserialize<List<FeatureColumn>>(reader.CustomMetadata[ScoresKey], PipelineJson.Options)!;

    private static string TypeOf(Field field) => field switch
    {
        StructField structure => $"struct{{{string.Join(',', structure.Fields.Select(part => part.Name))}}}",
        ListField => "list(float)",
        DataField data when data.ClrType == typeof(ReadOnlyMemory<char>) => "string",
        DataField data when data.ClrType == typeof(int) => "int32",
        DataField data when data.ClrType == typeof(long) => "int64",
        _ => "double",
    };
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>The rows of a feature file with their columns, exactly as they were written.</summary>
public sealed record FeatureTable(IReadOnlyList<FeatureColumn> Columns, IReadOnlyList<MeasuredSample> Rows);

/// <summary>
/// A row group by columns: those of <see cref="FeatureFile.KernelColumns"/> as strings, then <paramref name="Columns"/>, null where a
/// sample has no such feature.
/// </summary>
public sealed record FeatureGroup(IReadOnlyList<FeatureColumn> Columns, IReadOnlyList<object?[]> Values);

/// <summary>
/// Feature rows in Parquet: what Measure leaves of every sample that entered, the failed ones too. Five columns of the kernel come
/// first, then those of the stages in pipeline order: double, int64, string, bool, <c>list&lt;float&gt;</c>, lists of structs for boxes
/// and spans, all nullable. The dotted names, kinds and descriptions stand in the file's metadata, so that reading gives back what was
/// written.
/// </summary>
public static class FeatureFile
{
    /// <summary>Key of the columns' declarations in the file's metadata.</summary>
    public const string ColumnsKey = "mmdata.feature-columns";

    private const int GroupRows = 1024;

    /// <summary>The kernel's columns: id, digest of the asset, verdict of Measure.</summary>
    public static IReadOnlyList<string> KernelColumns { get; } =
        ["id", "asset_sha256", "measure_outcome", "measure_stage", "measure_reason"];

    /// <summary>Writes <paramref name="rows"/> in their order; the same rows give the same bytes. The stream stays open.</summary>
    /// <exception cref="ConfigurationException">Two columns would share a name.</exception>
    /// <exception cref="InvalidOperationException">A row without a verdict: a bug in the caller.</exception>
    public static async Task WriteAsync(
        Stream stream, IReadOnlyList<FeatureColumn> columns, IReadOnlyList<MeasuredSample> rows, CancellationToken cancel)
    {
        var kernel = KernelCodecs();
        var stages = StageCodecs(columns);
        FeatureCodec[] codecs = [.. kernel, .. stages];
        var schema = new ParquetSchema(codecs.Select(codec => codec.Field));
        await using var writer = await ParquetWriter.CreateAsync(schema, stream, ParquetFormat.Options(), cancellationToken: cancel);
        writer.CustomMetadata = new Dictionary<string, string> { [ColumnsKey] = JsonSerializer.Serialize(columns, PipelineJson.Options) };
        foreach (var chunk in rows.Chunk(GroupRows))
        {
            foreach (var row in chunk)
            {
                AppendKernel(kernel, row);
                for (var column = 0; column < columns.Count; column++)
                    stages[column].Append(row.Features[columns[column].Name]);
            }

            using var group = writer.CreateRowGroup();
            foreach (var codec in codecs)
                await codec.FlushAsync(group, cancel);
        }
    }

    /// <exception cref="EnvironmentException">The file is missing, damaged or not a feature file.</exception>
    public static Task<FeatureTable> ReadAsync(ReadableFile file, CancellationToken cancel) => ReadAsync(file, _ => true, cancel);

    /// <summary>Only the columns that are <paramref name="wanted"/>, and the kernel's.</summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or not a feature file.</exception>
    public static async Task<FeatureTable> ReadAsync(ReadableFile file, Func<FeatureColumn, bool> wanted, CancellationToken cancel)
    {
        IReadOnlyList<FeatureColumn>? columns = null;
        var rows = new List<MeasuredSample>();
        await foreach (var group in ReadGroupsAsync(file, wanted, cancel))
        {
            columns ??= group.Columns;
            try
            {
                for (var row = 0; row < group.Values[0].Length; row++)
                    rows.Add(Sample(columns, group.Values, row));
            }
            catch (Exception e) when (ParquetFormat.IsDamage(e))
            {
                throw ParquetFormat.Damaged(file, e); // an outcome that there is not, a null where none may be
            }
        }

        return new FeatureTable(columns ?? [.. (await ReadColumnsAsync(file, cancel)).Where(wanted)], rows);
    }

    /// <summary>The rows of several files, a file at a time, with only the columns of these names.</summary>
    /// <exception cref="EnvironmentException">A file is missing, damaged or not a feature file.</exception>
    public static async IAsyncEnumerable<MeasuredSample> RowsAsync(
        IEnumerable<string> paths, IReadOnlySet<string> names, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var path in paths)
        {
            foreach (var row in (await ReadAsync(path, column => names.Contains(column.Name), cancel)).Rows)
                yield return row;
        }
    }

    /// <summary>The same as columns, a row group at a time.</summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or not a feature file.</exception>
    public static async IAsyncEnumerable<FeatureGroup> ReadGroupsAsync(
        ReadableFile file, Func<FeatureColumn, bool> wanted, [EnumeratorCancellation] CancellationToken cancel)
    {
        IReadOnlyList<FeatureColumn> columns = [];
        FeatureCodec[]? codecs = null;
        await foreach (var values in ParquetFormat.GroupsAsync(file, ReadAsync, cancel))
            yield return new FeatureGroup(columns, values);

        Task<object?[][]> ReadAsync(ParquetReader reader, ParquetRowGroupReader group)
        {
            if (codecs is null)
            {
                var all = ColumnsOf(reader, file);
                (columns, codecs) = ([.. all.Where(wanted)], Codecs(all, wanted));
            }

            return ReadAllAsync(codecs, group, cancel);
        }
    }

    /// <summary>The declarations of a file's columns alone.</summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or not a feature file.</exception>
    public static async Task<IReadOnlyList<FeatureColumn>> ReadColumnsAsync(ReadableFile file, CancellationToken cancel)
    {
        await using var reader = await ParquetFormat.OpenAsync(file, cancel);
        return ColumnsOf(reader, file);
    }

    private static List<FeatureColumn> ColumnsOf(ParquetReader reader, ReadableFile file) =>
        reader.CustomMetadata.TryGetValue(ColumnsKey, out var json)
            ? JsonSerializer.Deserialize<List<FeatureColumn>>(json, PipelineJson.Options)!
            : throw new EnvironmentException(
                $"{Path.GetFileName(file.Path)} is Parquet, but no feature file: its metadata lacks {ColumnsKey}.");

    private static FeatureCodec[] Codecs(List<FeatureColumn> all, Func<FeatureColumn, bool> wanted)
    {
        var kernel = KernelCodecs();
        var stages = StageCodecs(all);
        _ = new ParquetSchema(kernel.Concat(stages).Select(codec => codec.Field)); // gives the fields their paths and levels
        return [.. kernel, .. stages.Where((_, i) => wanted(all[i]))];
    }

    private static async Task<object?[][]> ReadAllAsync(FeatureCodec[] codecs, ParquetRowGroupReader group, CancellationToken cancel)
    {
        var columns = new object?[codecs.Length][];
        for (var column = 0; column < codecs.Length; column++)
            columns[column] = await codecs[column].ReadAsync(group, cancel);
        return columns;
    }

    private static FeatureCodec[] KernelCodecs() => [.. KernelColumns.Select(FeatureCodec.RequiredCode)];

    private static FeatureCodec[] StageCodecs(IReadOnlyList<FeatureColumn> columns) =>
        [.. ColumnNames.InFile(columns, KernelColumns).Zip(columns, (name, column) => FeatureCodec.Of(column.Kind, name))];

    private static void AppendKernel(FeatureCodec[] kernel, MeasuredSample row)
    {
        var verdict = row.Verdict;
        if (verdict.Outcome is Outcome.Live)
            throw new InvalidOperationException($"Sample {row.Id} has no verdict.");
        string[] values = [row.Id, row.AssetSha256, EnumCode.Of(verdict.Outcome), verdict.Stage, verdict.Reason];
        for (var column = 0; column < kernel.Length; column++)
            kernel[column].Append(values[column]);
    }

    private static MeasuredSample Sample(IReadOnlyList<FeatureColumn> columns, IReadOnlyList<object?[]> group, int row)
    {
        string Kernel(int column) => (string)group[column][row]!;
        var features = new FeatureRow();
        for (var column = 0; column < columns.Count; column++)
            Set(features, columns[column].Name, group[KernelColumns.Count + column][row]);
        return new MeasuredSample(Kernel(0), Kernel(1), new Verdict(EnumCode.Parse<Outcome>(Kernel(2)), Kernel(3), Kernel(4)), features);
    }

    private static void Set(FeatureRow features, string name, object? value)
    {
        switch (value)
        {
            case double number: features.Set(name, number); break;
            case long whole: features.Set(name, whole); break;
            case bool flag: features.Set(name, flag); break;
            case string code: features.Set(name, code); break;
            case float[] vector: features.Set(name, vector); break;
            case Box[] boxes: features.Set(name, boxes); break;
            case Span[] spans: features.Set(name, spans); break;
        }
    }
}

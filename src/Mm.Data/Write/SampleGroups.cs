using System.Collections;
using System.Text.Json;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Pipeline.Ports;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>What a list shows of a row: everything small, no media. <paramref name="Embedding"/> may be null.</summary>
public sealed record RowHead(string Id, string Text, Modality Modality, string Source, float[]? Embedding);

/// <summary>Reads part files by their row groups: heads of all, or all of one.</summary>
public static class SampleGroups
{
    /// <summary>The heads of each row group in order, without touching media.</summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or not a part file.</exception>
    public static IAsyncEnumerable<IReadOnlyList<RowHead>> HeadsAsync(ReadableFile file, CancellationToken cancel) =>
        ParquetFormat.GroupsAsync(file, (reader, group) => ReadHeadsAsync(reader, group, cancel), cancel);

    /// <summary>
    /// The rows of the <paramref name="index"/>-th row group with their media; each is put together when it is asked for.
    /// </summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or has no such group.</exception>
    public static async Task<IReadOnlyList<SampleRow>> RowsAsync(ReadableFile file, int index, CancellationToken cancel)
    {
        await using var reader = await ParquetFormat.OpenAsync(file, cancel);
        try
        {
            using var group = reader.OpenRowGroupReader(index);
            var columns = await SampleColumns.ReadAsync(reader.Schema, SampleFile.Scores(reader), group, loan: null, cancel);
            return new Rows(file, columns, (int)group.RowCount);
        }
        catch (Exception e) when (ParquetFormat.IsDamage(e))
        {
            throw ParquetFormat.Damaged(file, e);
        }
    }

    private static async Task<IReadOnlyList<RowHead>> ReadHeadsAsync(
        ParquetReader reader, ParquetRowGroupReader group, CancellationToken cancel)
    {
        Task<string?[]> Text(string name) => LeafReader.RowsAsync<ReadOnlyMemory<char>, string>(
            group, reader.Schema.FindDataField(new FieldPath(name)), value => value.ToString(), cancel);
        var (ids, texts, modalities, sources) = (await Text("id"), await Text("text"), await Text("modality"), await Text("source"));
        var element = reader.Schema.DataFields.Single(field => field.Path.FirstPart == "embedding");
        var embeddings = await LeafReader.ListsAsync<float, float>(group, element, value => value, cancel);
        return
        [
            .. ids.Select((id, row) => new RowHead(
                id ?? throw new FormatException("Column id has a null."), texts[row] ?? "", EnumCode.Parse<Modality>(modalities[row] ?? ""),
                sources[row] ?? "", embeddings[row])),
        ];
    }

    private sealed class Rows(ReadableFile file, SampleColumns columns, int count) : IReadOnlyList<SampleRow>
    {
        public int Count => count;

        public SampleRow this[int index]
        {
            get
            {
                try
                {
                    return columns.Row(index);
                }
                catch (Exception e) when (ParquetFormat.IsDamage(e))
                {
                    throw ParquetFormat.Damaged(file, e);
                }
            }
        }

        public IEnumerator<SampleRow> GetEnumerator() => Enumerable.Range(0, count).Select(row => this[row]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

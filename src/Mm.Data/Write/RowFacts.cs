using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Write;

/// <summary>What can be told of a released row without touching its media. Sizes in pixels, 0 for
/// sound; the length is 0 for a still.</summary>
public sealed record RowFacts(
    string Id, Modality Modality, string Text, string Source, string Licence, int Width, int Height, double DurationSeconds,
    string Redactions, string Obfuscations)
{
    /// <summary>Of the row at a place of a row group, both counted from 0; of its columns none that holds media is read.</summary>
    /// <exception cref="EnvironmentException">The file is missing, damaged or has no such row.</exception>
    public static async Task<RowFacts> ReadAsync(ReadableFile file, int index, int row, CancellationToken cancel)
    {
        await using var reader = await ParquetFormat.OpenAsync(file, cancel);
        try
        {
            using var group = reader.OpenRowGroupReader(index);
            return await ReadAsync(reader.Schema, group, row, cancel);
        }
        catch (Exception e) when (ParquetFormat.IsDamage(e))
        {
            throw ParquetFormat.Damaged(file, e);
        }
    }

    private static async Task<RowFacts> ReadAsync(ParquetSchema schema, ParquetRowGroupReader group, int row, CancellationToken cancel)
    {
        DataField Field(string name) => schema.FindDataField(new FieldPath(name));
        async Task<string> Text(string name) =>
            (await LeafReader.RowsAsync<ReadOnlyMemory<char>, string>(group, Field(name), value => value.ToString(), cancel))[row]
            ?? throw new FormatException($"Column {name} has a null.");
        async Task<int> Whole(string name) =>
            (await LeafReader.RowsAsync<int, int?>(group, Field(name), value => value, cancel))[row] ?? 0;
        var durations = await LeafReader.RowsAsync<double, double?>(group, Field("duration_seconds"), value => value, cancel);
        return new RowFacts(
            await Text("id"), EnumCode.Parse<Modality>(await Text("modality")), await Text("text"), await Text("source"),
            await Text("licence"), await Whole("width"), await Whole("height"), durations[row] ?? 0, await Text("redaction_summary"),
            await Text("obfuscation_summary"));
    }
}

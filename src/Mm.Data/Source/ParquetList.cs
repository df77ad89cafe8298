using System.Runtime.CompilerServices;
using Mm.Data.Pipeline;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Source;

/// <summary>A Parquet file with a string column of paths and one of captions.</summary>
internal sealed class ParquetList(InputFile file, string pathColumn, string captionColumn) : IListReader
{
    /// <summary>Rows of a group above which the file's own count is not believed.</summary>
    private const long GroupRowsMax = 16_000_000;

    public async IAsyncEnumerable<ListRow> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var whole = await file.FindAsync(cancel);
        var captions = new ParquetCaptions(whole, captionColumn);
        var groups = await GuardAsync(() => GroupsAsync(whole, cancel));
        var line = 0L;
        for (var group = 0; group < groups; group++)
        {
            var index = group;
            var paths = await GuardAsync(() => ColumnAsync(whole, index, pathColumn, cancel));
            for (var row = 0; row < paths.Length; row++)
            {
                line++;
                yield return paths[row] is { Length: > 0 } path
                    ? new ListRow(line, path, new ParquetPlace(captions, group, row))
                    : ListRow.Faulty(line, "has no path");
            }
        }
    }

    /// <summary>One string column of one row group; null where a cell is null.</summary>
    /// <exception cref="InvalidDataException">The column is not there, no string, or of an absurd length.</exception>
    public static async Task<string?[]> ColumnAsync(ByteRange list, int group, string column, CancellationToken cancel)
    {
        await using var stream = await list.OpenFileAsync(cancel);
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancel);
        using var rows = reader.OpenRowGroupReader(group);
        var field = StringField(reader.Schema, column) ?? throw new InvalidDataException();
        if (rows.RowCount is < 0 or > GroupRowsMax)
            throw new InvalidDataException();
        var values = new string?[rows.RowCount];
        await rows.ReadAsync(field, values!, cancellationToken: cancel);
        return values;
    }

    private async Task<int> GroupsAsync(ByteRange whole, CancellationToken cancel)
    {
        await using var stream = await file.OpenSeekableAsync(whole, cancel);
        await using var reader = await ParquetReader.CreateAsync(stream, cancellationToken: cancel);
        var problems = new List<string>();
        if (StringField(reader.Schema, pathColumn) is null)
            problems.Add($"{file.Label} has no string column '{pathColumn}'. Set source.pathColumn to the column of the paths.");
        if (StringField(reader.Schema, captionColumn) is null)
            problems.Add($"{file.Label} has no string column '{captionColumn}'. Set source.captionColumn to the column of the captions.");
        return problems.Count == 0 ? reader.RowGroupCount : throw new ConfigurationException(problems);
    }

    private static DataField? StringField(ParquetSchema schema, string column) =>
        schema.Fields.OfType<DataField>().FirstOrDefault(field => field.Name == column && !field.IsArray && IsText(field.ClrType));

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    // A damaged file makes the library throw almost anything; it is the user's list, so it is a fault of the configuration.
    private async Task<T> GuardAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (
            e is not (OperationCanceledException or ConfigurationException or EnvironmentException or OutOfMemoryException))
        {
            throw new ConfigurationException(
                $"{file.Label} cannot be read as Parquet ({e.GetType().Name}). Write it again, or pass the list as CSV or JSONL.");
        }
    }
}

using Mm.Data.Reader.Columns;
using Parquet;
using Parquet.Schema;

namespace Mm.Data.Reader.Files;

/// <summary>
/// Reads row groups of checked part files. A few files stay open, so that a footer is not parsed again for every group; one reader is used
/// by one caller at a time.
/// </summary>
internal sealed class PartReaders(ReleaseFolder release, FileCheck check, IReadOnlyList<string> columns) : IAsyncDisposable
{
    private const int IdleMax = 16;

    private readonly Lock _lock = new();
    private readonly LinkedList<(PartFile Part, ParquetReader Reader)> _idle = [];

    public async Task<GroupColumns> ReadAsync(RowGroup group, CancellationToken cancel)
    {
        var reader = await RentAsync(group.File, cancel);
        try
        {
            using var rows = reader.OpenRowGroupReader(group.Index);
            var read = new Dictionary<string, Column>(StringComparer.Ordinal);
            foreach (var (name, field) in columns.SelectMany(column => Leaves(reader.Schema, column)))
                read[name] = await Column.ReadAsync(rows, field, cancel);
            await ReturnAsync(group.File, reader);
            return new GroupColumns(read);
        }
        catch (Exception e)
        {
            await reader.DisposeAsync();
            if (e is OperationCanceledException or ReaderException or OutOfMemoryException)
                throw;
            throw ReleaseFolder.Damaged(group.File, $"row group {group.Index} cannot be read ({e.GetType().Name})", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, reader) in _idle)
            await reader.DisposeAsync();
        _idle.Clear();
    }

    private static IEnumerable<(string Name, DataField Field)> Leaves(ParquetSchema schema, string column)
    {
        foreach (var leaf in schema.DataFields.Where(field => field.Path.FirstPart == column))
            yield return (leaf.Name == "path" && leaf.Path.Length > 1 ? column + GroupColumns.PathSuffix : column, leaf);
    }

    private async Task<ParquetReader> RentAsync(PartFile part, CancellationToken cancel)
    {
        var path = await release.CheckedAsync(part, check, cancel);
        lock (_lock)
        {
            for (var node = _idle.Last; node is not null; node = node.Previous)
            {
                if (node.Value.Part != part)
                    continue;
                _idle.Remove(node);
                return node.Value.Reader;
            }
        }

        return await OpenAsync(part, path, cancel);
    }

    private async Task ReturnAsync(PartFile part, ParquetReader reader)
    {
        ParquetReader? oldest = null;
        lock (_lock)
        {
            _idle.AddLast((part, reader));
            if (_idle.Count > IdleMax)
            {
                oldest = _idle.First!.Value.Reader;
                _idle.RemoveFirst();
            }
        }

        if (oldest is not null)
            await oldest.DisposeAsync();
    }

    internal static async Task<ParquetReader> OpenAsync(PartFile part, string path, CancellationToken cancel)
    {
        try
        {
            return await ParquetReader.CreateAsync(path, new ParquetOptions(), cancel);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            throw ReleaseFolder.Damaged(part, $"it is no Parquet ({e.GetType().Name})", e);
        }
    }
}

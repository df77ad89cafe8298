using Mm.Data.Pipeline;

namespace Mm.Data.Source;

/// <summary>
/// The captions of a Parquet list. A cell cannot be reached without decoding its row group, so decoded groups are kept, the least
/// recently used leaving first when they exceed a budget of 128 Mi characters (256 MiB). Most lists fit whole.
/// </summary>
internal sealed class ParquetCaptions(ByteRange list, string column) : IDisposable
{
    private const long CharactersMax = 128 << 20;

    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<Group> _recent = [];

    public ByteRange List { get; } = list;

    public string Column { get; } = column;

    public async ValueTask<string?> CellAsync(int group, int row, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            var found = _recent.Find(kept => kept.Index == group) ?? await LoadAsync(group, cancel);
            _recent.Remove(found);
            _recent.Add(found);
            while (_recent.Count > 1 && _recent.Sum(kept => kept.Characters) > CharactersMax)
                _recent.RemoveAt(0);
            return row < found.Cells.Length ? found.Cells[row] : throw Changed();
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Group> LoadAsync(int group, CancellationToken cancel)
    {
        try
        {
            var cells = await ParquetList.ColumnAsync(List, group, Column, cancel);
            return new Group(group, cells, cells.Sum(cell => cell?.Length ?? 0L));
        }
        catch (Exception e) when (e is not (OperationCanceledException or EnvironmentException or OutOfMemoryException))
        {
            throw new EnvironmentException($"Its list cannot be read ({e.GetType().Name}).");
        }
    }

    private static EnvironmentException Changed() =>
        new("Its list changed after it was listed.", EnvironmentFault.SourceChanged);

    private sealed record Group(int Index, string?[] Cells, long Characters);
}

/// <summary>A cell of the caption column; null is no caption.</summary>
internal sealed record ParquetPlace(ParquetCaptions Captions, int Group, int Row) : CaptionPlace
{
    public override async ValueTask<Caption> ReadAsync(CancellationToken cancel) =>
        Caption.FromText(await Captions.CellAsync(Group, Row, cancel) ?? "", null);
}

using Mm.Data.Reader.Columns;
using Mm.Data.Reader.Files;

namespace Mm.Data.Reader.Order;

/// <summary>A row as it was read, and where it lies.</summary>
internal readonly record struct LaneRow(GroupColumns Columns, int Row, RowGroup Group);

/// <summary>Goes along one strand: one window in memory, and the next on its way.</summary>
internal sealed class LaneReader(EpochPlan plan, PartReaders files, CancellationToken stop)
{
    private LaneWindow? _window;
    private Task<Loaded>? _loading;
    private Loaded? _loaded;

    /// <summary>Starts to load the window of a place, if it is not at hand.</summary>
    public void Prepare(LanePlace place)
    {
        if (_window is null)
            Load(plan.Window(place));
    }

    /// <summary>The row of a place; cheap when places come in ascending order.</summary>
    public async ValueTask<LaneRow> ReadAsync(LanePlace place)
    {
        if (_loaded is null || !_loaded.Window.Holds(place))
            await AdvanceAsync(place);
        var loaded = _loaded!;
        var (group, row) = loaded.Rows[place.Row - loaded.Window.First];
        return new LaneRow(loaded.Columns[group], row, loaded.Window.Groups[group]);
    }

    /// <summary>Waits for what is on its way and forgets it; its failure belongs to nobody.</summary>
    public async Task EndAsync()
    {
        if (_loading is { } loading)
            await loading.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task AdvanceAsync(LanePlace place)
    {
        var window = plan.Window(place);
        if (_window != window)
        {
            await EndAsync();
            Load(window);
        }

        _loaded = null; // before the next one is whole: one window less in memory
        _loaded = await _loading!;
        if (plan.After(window) is { } next)
            Load(next);
    }

    private void Load(LaneWindow window)
    {
        _window = window;
        _loading = Task.Run(() => LoadAsync(window), stop);
    }

    private async Task<Loaded> LoadAsync(LaneWindow window)
    {
        var columns = new GroupColumns[window.Groups.Count];
        for (var group = 0; group < columns.Length; group++)
            columns[group] = await files.ReadAsync(window.Groups[group], stop);
        return new Loaded(window, columns, plan.RowsOf(window));
    }

    private sealed record Loaded(LaneWindow Window, GroupColumns[] Columns, (int Group, int Row)[] Rows);
}

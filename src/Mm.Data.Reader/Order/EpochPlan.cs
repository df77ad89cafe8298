using Mm.Data.Reader.Files;

namespace Mm.Data.Reader.Order;

/// <summary>Row groups whose rows are shuffled together, and the place of the first of them in its strand.</summary>
internal sealed record LaneWindow(int Lane, int Number, long First, IReadOnlyList<RowGroup> Groups)
{
    public int Rows { get; } = Groups.Sum(group => group.Live.Count);

    public bool Holds(LanePlace place) => place.Lane == Lane && place.Row >= First && place.Row < First + Rows;
}

/// <summary>Where every row of an epoch stands, without having read one.</summary>
internal sealed class EpochPlan
{
    private readonly ReadOrder _order;
    private readonly IReadOnlyList<LaneWindow>[] _lanes;
    private readonly LaneRounds _rounds;

    public EpochPlan(IReadOnlyList<RowGroup> groups, ReadOrder order)
    {
        _order = order;
        IReadOnlyList<RowGroup>[] lanes = order.Shuffle ? Deal(groups, order) : [groups];
        _lanes = [.. lanes.Select((lane, index) => Windows(lane, index, order.Shuffle ? order.WindowGroups : 1))];
        _rounds = new LaneRounds([.. _lanes.Select(windows => windows.Sum(window => (long)window.Rows))]);
    }

    public long Rows => _rounds.Total;

    public LanePlace Place(long position) => _rounds[position];

    /// <summary>The window that holds a row of a strand.</summary>
    public LaneWindow Window(LanePlace place)
    {
        var windows = _lanes[place.Lane];
        var (low, high) = (0, windows.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = windows[middle].First <= place.Row ? (middle, high) : (low, middle - 1);
        }

        return windows[low];
    }

    /// <summary>The next window of the strand; null behind the last.</summary>
    public LaneWindow? After(LaneWindow window) => _lanes[window.Lane].ElementAtOrDefault(window.Number + 1);

    /// <summary>The rows of a window in the order of the epoch: number of the group in the window, and row in the group.</summary>
    public (int Group, int Row)[] RowsOf(LaneWindow window)
    {
        (int, int)[] rows = [.. window.Groups.SelectMany((group, number) => group.Live.Rows.Select(row => (number, row)))];
        if (_order.Shuffle)
            new Scramble(_order.Seed, (ulong)_order.Epoch, 2, (ulong)window.Lane, (ulong)window.Number).Shuffle<(int, int)>(rows);
        return rows;
    }

    /// <summary>In shuffled order to the strand that has fewest rows so far, so that they end together.</summary>
    private static List<RowGroup>[] Deal(IReadOnlyList<RowGroup> groups, ReadOrder order)
    {
        var shuffled = groups.ToArray();
        new Scramble(order.Seed, (ulong)order.Epoch, 1).Shuffle<RowGroup>(shuffled);
        var lanes = Enumerable.Range(0, order.Lanes).Select(_ => new List<RowGroup>()).ToArray();
        var least = new PriorityQueue<int, (long Rows, int Lane)>(Enumerable.Range(0, order.Lanes).Select(lane => (lane, (0L, lane))));
        foreach (var group in shuffled)
        {
            least.TryDequeue(out var lane, out var had);
            lanes[lane].Add(group);
            least.Enqueue(lane, (had.Rows + group.Live.Count, lane));
        }

        return lanes;
    }

    private static List<LaneWindow> Windows(IReadOnlyList<RowGroup> lane, int index, int size)
    {
        var windows = new List<LaneWindow>();
        long first = 0;
        foreach (var groups in lane.Where(group => group.Live.Count > 0).Chunk(size))
        {
            windows.Add(new LaneWindow(index, windows.Count, first, groups));
            first += windows[^1].Rows;
        }

        return windows;
    }
}

using Mm.Data.Models;
using Mm.Data.Models.Batching;
using Mm.Data.Tests.Kit;
using Xunit;

namespace Mm.Data.Tests.Models.Batching;

/// <summary>One lane that is held shut while jobs queue up, so that the order of its batches can be told.</summary>
public sealed class LanesTests : IDisposable
{
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    private readonly ManualClock _clock = new();
    private readonly Lanes _lanes;
    private readonly SemaphoreSlim _open = new(0);
    private readonly SemaphoreSlim _begun = new(0);
    private readonly List<int[]> _batches = [];

    public LanesTests() => _lanes = new Lanes([0], Linger, _clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _open.Release(1000);
        _lanes.Dispose();
        _open.Dispose();
        _begun.Dispose();
    }

    [Fact]
    public async Task A_full_batch_runs_at_once_and_every_row_gets_its_own_result()
    {
        var queue = Queue(batch: 4);
        _open.Release(1);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(row => RunAsync(queue, row)));

        Assert.Equal([0, 10, 20, 30], results);
        Assert.Equal([0, 1, 2, 3], Assert.Single(_batches));
        Assert.Equal((1, 4, 0, 1.0), Told(queue));
    }

    [Fact]
    public async Task A_batch_that_is_not_full_waits_its_linger_and_no_longer()
    {
        var queue = Queue(batch: 4);
        _open.Release(1);
        var row = RunAsync(queue, 7);
        await _clock.Armed.WaitAsync(Cancel);

        _clock.Advance(Linger - TimeSpan.FromMilliseconds(1));
        Assert.False(row.IsCompleted);
        Assert.Equal(0, queue.Statistics.Batches);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(70, await row.WaitAsync(Cancel));
        Assert.Equal((1, 1, 1, 0.25), Told(queue));
    }

    [Fact]
    public async Task Who_waits_in_person_does_not_linger_and_goes_before_bulk_that_came_earlier()
    {
        var (bulk, person) = (Queue(batch: 2), Queue(batch: 8));
        var first = RunAsync(bulk, 0);
        var second = RunAsync(bulk, 1);
        await _begun.WaitAsync(Cancel); // the lane holds the first bulk batch
        Task<int>[] rest = [RunAsync(bulk, 2), RunAsync(bulk, 3), RunAsync(bulk, 4), RunAsync(bulk, 5)];
        var query = RunAsync(person, 99, JobPriority.Interactive);

        _open.Release(4);

        await Task.WhenAll([first, second, query, .. rest]);
        Assert.Equal([[0, 1], [99], [2, 3], [4, 5]], _batches);
    }

    [Fact]
    public async Task Bulk_has_its_turn_between_many_queries()
    {
        var (bulk, person) = (Queue(batch: 1), Queue(batch: 1));
        var held = RunAsync(bulk, 0);
        await _begun.WaitAsync(Cancel);
        var all = Enumerable.Range(1, 2).Select(row => RunAsync(bulk, row))
            .Concat(Enumerable.Range(100, 2 * Lanes.InteractiveMax).Select(row => RunAsync(person, row, JobPriority.Interactive)))
            .ToArray();

        _open.Release(100);

        await Task.WhenAll([held, .. all]);
        var order = _batches.ConvertAll(batch => batch[0]);
        Assert.Equal(1 + Lanes.InteractiveMax, order.IndexOf(1));
        Assert.Equal(1 + Lanes.InteractiveMax + 1 + Lanes.InteractiveMax, order.IndexOf(2));
    }

    [Fact]
    public async Task A_query_shares_its_batch_with_bulk_of_the_same_graph()
    {
        var queue = Queue(batch: 3);
        var held = Enumerable.Range(0, 3).Select(row => RunAsync(queue, row)).ToArray();
        await _begun.WaitAsync(Cancel);
        Task<int>[] waiting = [RunAsync(queue, 3), RunAsync(queue, 4), RunAsync(queue, 50, JobPriority.Interactive)];

        _open.Release(2);

        await Task.WhenAll([.. held, .. waiting]);
        Assert.Equal([50, 3, 4], _batches[1]);
    }

    [Fact]
    public async Task Full_batches_go_before_partial_ones_until_those_are_overdue()
    {
        var (full, partial) = (Queue(batch: 1), Queue(batch: 4));
        var held = RunAsync(full, 0);
        await _begun.WaitAsync(Cancel);
        Task<int>[] early = [RunAsync(partial, 10), RunAsync(full, 1)];
        _clock.Advance(2 * Linger);
        _open.Release(1);
        await held;
        await _begun.WaitAsync(Cancel); // row 1, though the partial batch came first and has lingered
        Task<int>[] late = [RunAsync(full, 2), RunAsync(full, 3)];
        _clock.Advance(100 * Linger);

        _open.Release(10);

        await Task.WhenAll([.. early, .. late]);
        Assert.Equal([[0], [1], [10], [2], [3]], _batches);
    }

    [Fact]
    public async Task A_graph_that_throws_fails_its_own_rows_and_the_lane_goes_on()
    {
        var bad = _lanes.Open(Identity("bad"), 2, (_, _) => throw new InvalidOperationException("no such thing"));
        var good = Queue(batch: 1);
        _open.Release(1);
        Task<int>[] failing = [RunAsync(bad, 1), RunAsync(bad, 2)];

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing[0]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing[1]);

        Assert.Equal(30, await RunAsync(good, 3));
    }

    [Fact]
    public async Task A_cancelled_row_leaves_the_queue_and_its_batch_runs_without_it()
    {
        using var stop = new CancellationTokenSource();
        var queue = Queue(batch: 2);
        var held = Enumerable.Range(0, 2).Select(row => RunAsync(queue, row)).ToArray();
        await _begun.WaitAsync(Cancel);
        var cancelled = _lanes.RunAsync(queue, new LaneJob<int, int>(2, JobPriority.Bulk, stop.Token));
        var kept = RunAsync(queue, 3);
        await stop.CancelAsync();

        _open.Release(2);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(30, await kept);
        await Task.WhenAll(held);
        Assert.Equal([3], _batches[1]);
    }

    [Fact]
    public async Task Whoever_waits_when_the_models_are_let_go_is_told()
    {
        using var lanes = new Lanes([0], Linger, _clock);
        var queue = lanes.Open(Identity("idle"), 4, (_, _) => { });
        var waiting = lanes.RunAsync(queue, new LaneJob<int, int>(1, JobPriority.Bulk, Cancel));

        lanes.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => lanes.RunAsync(queue, new LaneJob<int, int>(2, JobPriority.Bulk, Cancel)));
    }

    [Fact]
    public async Task Each_lane_runs_on_its_own_device()
    {
        using var lanes = new Lanes([0, 1], Linger, _clock);
        using var both = new Barrier(2);
        var devices = new System.Collections.Concurrent.ConcurrentBag<int>();
        var queue = lanes.Open(Identity("two"), 1, (device, jobs) =>
        {
            both.SignalAndWait(Cancel); // only two lanes at once come past
            devices.Add(device);
            ((LaneJob<int, int>)jobs[0]).Complete(0);
        });

        await Task.WhenAll(Enumerable.Range(0, 2).Select(row => lanes.RunAsync(queue, new LaneJob<int, int>(row, JobPriority.Bulk, Cancel))));

        Assert.Equal([0, 1], devices.Order());
    }

    private static (long Batches, long Rows, long Lingers, double Fill) Told(LaneQueue queue)
    {
        // The count is made after the rows were answered.
        SpinWait.SpinUntil(() => queue.Statistics.Batches > 0);
        var told = queue.Statistics;
        return (told.Batches, told.Rows, told.LingerWaits, told.MeanFill);
    }

    private static ModelStatistics Identity(string model) => new() { Model = model, Tower = "test", Device = "cpu" };

    /// <summary>Rows become ten times themselves, each batch once the test lets it through.</summary>
    private LaneQueue Queue(int batch) => _lanes.Open(Identity("test"), batch, (_, jobs) =>
    {
        var rows = jobs.Cast<LaneJob<int, int>>().ToArray();
        _batches.Add([.. rows.Select(job => job.Row)]);
        _begun.Release();
        _open.Wait(Cancel);
        foreach (var job in rows)
            job.Complete(job.Row * 10);
    });

    private Task<int> RunAsync(LaneQueue queue, int row, JobPriority priority = JobPriority.Bulk) =>
        _lanes.RunAsync(queue, new LaneJob<int, int>(row, priority, Cancel));
}

using System.Collections.Concurrent;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Run.Schedules;

namespace Mm.Data.Tests.Run.Schedules;

/// <summary>Windows' runs that publish at once, and are counted; or that wait until they are let go.</summary>
internal sealed class CountingRuns : IWindowRuns
{
    public ConcurrentQueue<long> Begun { get; } = new();

    /// <summary>What a window's run waits for.</summary>
    public Task Until { get; set; } = Task.CompletedTask;

    public async Task<WindowEnd> RunAsync(ScheduleRecord schedule, WindowRecord window, CancellationToken cancel)
    {
        Begun.Enqueue(window.StartMs);
        await Until.WaitAsync(cancel);
        return new WindowEnd(WindowState.Published) { Samples = 1 };
    }
}

using System.Text.Json;
using Mm.Data.App.Hosting;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Run;
using Mm.Data.Run.Schedules;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Remote;

/// <summary>The schedules of this machine's catalog.</summary>
internal sealed class LocalScheduleDesk(AppSettings settings, RunCatalog catalog, TimeProvider clock) : IScheduleDesk
{
    public async Task<IReadOnlyList<ScheduleItem>> ListAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return [.. (await catalog.Schedules.ListAsync(cancel)).Select(one => ScheduleItem.Of(one, now))];
    }

    public async Task<IReadOnlyList<WindowItem>?> WindowsAsync(string name, int most, CancellationToken cancel) =>
        await catalog.Schedules.FindAsync(name, cancel) is null
            ? null
            : [.. (await catalog.Schedules.Windows.ListAsync(name, most, cancel)).Select(WindowItem.Of)];

    public async Task<ScheduleAnswer> PutAsync(ScheduleOrder order, CancellationToken cancel)
    {
        var request = new RunRequest
        {
            PipelinePath = Path.GetFullPath(order.Pipeline),
            Input = BlobAddress.Full(order.Input),
            Output = BlobAddress.Full(order.Output),
            Workers = settings.Run.WorkersOrCores,
            Overrides = order.Set ?? [],
        };
        var schedule = ScheduleDraft.Make(
            request, order.Name, new StageCatalog(typeof(Sample).Assembly), await catalog.Schedules.ListAsync(cancel), clock.GetUtcNow());
        if (schedule.CursorTries is not null)
            await ServerKey.OpenAsync(settings.State, cancel); // what the cursor needs, told now and not at night
        return new ScheduleAnswer(schedule.Name, await catalog.Schedules.PutAsync(schedule, cancel));
    }

    public Task<bool> RemoveAsync(string name, CancellationToken cancel) => catalog.Schedules.RemoveAsync(name, cancel);

    public Task<bool> PauseAsync(string name, bool isPaused, CancellationToken cancel) =>
        catalog.Schedules.PauseAsync(name, isPaused, clock.GetUtcNow(), cancel);

    public Task<WindowItem?> RunNowAsync(string name, CancellationToken cancel) => AskAsync(name, WindowKind.Manual, null, cancel);

    public Task<WindowItem?> BackfillAsync(string name, WindowFilter filter, CancellationToken cancel) =>
        AskAsync(name, WindowKind.Backfill, JsonSerializer.Serialize(filter), cancel);

    public void Dispose()
    {
        // The catalog holds nothing open.
    }

    private async Task<WindowItem?> AskAsync(string name, WindowKind kind, string? filterJson, CancellationToken cancel) =>
        await catalog.Schedules.Windows.AskAsync(name, kind, filterJson, clock.GetUtcNow(), cancel) is { } window
            ? WindowItem.Of(window)
            : null;
}

using Mm.Data.Catalog.Schedules;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Remote;

/// <summary>The schedules of another machine's service.</summary>
internal sealed class RemoteScheduleDesk(RemoteService service) : IScheduleDesk
{
    public async Task<IReadOnlyList<ScheduleItem>> ListAsync(CancellationToken cancel) =>
        await service.FindAsync<IReadOnlyList<ScheduleItem>>("schedules", cancel) ?? [];

    public Task<IReadOnlyList<WindowItem>?> WindowsAsync(string name, int most, CancellationToken cancel) =>
        service.ListAsync<WindowItem>($"schedules/{Named(name)}/windows", most, cancel);

    public async Task<ScheduleAnswer> PutAsync(ScheduleOrder order, CancellationToken cancel) =>
        (await service.PostAsync<ScheduleOrder, ScheduleAnswer>("schedules", order, cancel))!;

    public Task<bool> RemoveAsync(string name, CancellationToken cancel) =>
        service.DoAsync(HttpMethod.Delete, $"schedules/{Named(name)}", cancel);

    public Task<bool> PauseAsync(string name, bool isPaused, CancellationToken cancel) =>
        service.DoAsync(HttpMethod.Post, $"schedules/{Named(name)}/{(isPaused ? "pause" : "resume")}", cancel);

    public Task<WindowItem?> RunNowAsync(string name, CancellationToken cancel) =>
        service.PostAsync<BackfillOrder, WindowItem>($"schedules/{Named(name)}/run-now", null, cancel);

    public Task<WindowItem?> BackfillAsync(string name, WindowFilter filter, CancellationToken cancel) =>
        service.PostAsync<BackfillOrder, WindowItem>(
            $"schedules/{Named(name)}/backfill", new BackfillOrder(filter.Prefix, Time(filter.FromMs), Time(filter.ToMs)), cancel);

    public void Dispose() => service.Dispose();

    private static string Named(string name) => Uri.EscapeDataString(name);

    private static DateTimeOffset? Time(long? ms) => ms is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(ms.Value);
}

using Mm.Data.Catalog.Schedules;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.App.Remote;

/// <summary>Schedules, of this machine's catalog or of another's service. Null and false: there is no schedule of that name.</summary>
internal interface IScheduleDesk : IDisposable
{
    Task<IReadOnlyList<ScheduleItem>> ListAsync(CancellationToken cancel);

    Task<IReadOnlyList<WindowItem>?> WindowsAsync(string name, int most, CancellationToken cancel);

    Task<ScheduleAnswer> PutAsync(ScheduleOrder order, CancellationToken cancel);

    Task<bool> RemoveAsync(string name, CancellationToken cancel);

    Task<bool> PauseAsync(string name, bool isPaused, CancellationToken cancel);

    Task<WindowItem?> RunNowAsync(string name, CancellationToken cancel);

    Task<WindowItem?> BackfillAsync(string name, WindowFilter filter, CancellationToken cancel);
}

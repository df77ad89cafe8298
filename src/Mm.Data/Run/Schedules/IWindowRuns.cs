using Mm.Data.Catalog.Schedules;

namespace Mm.Data.Run.Schedules;

/// <summary>Makes the release of a window. Begun again after a crash, it comes to the same end.</summary>
public interface IWindowRuns
{
    /// <exception cref="OperationCanceledException">The service ends, or lost the window to another.</exception>
    Task<WindowEnd> RunAsync(ScheduleRecord schedule, WindowRecord window, CancellationToken cancel);
}

using Microsoft.Extensions.Logging;

namespace Mm.Data.Run.Schedules;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "Schedule {Schedule} cannot fire here: {Why}")]
    public static partial void CannotFire(this ILogger log, string schedule, string why);

    [LoggerMessage(LogLevel.Error, "Window {StartMs} of schedule {Schedule} failed with {Fault}")]
    public static partial void WindowFailed(this ILogger log, string schedule, long startMs, string fault);
}

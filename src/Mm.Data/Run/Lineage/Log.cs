using Microsoft.Extensions.Logging;

namespace Mm.Data.Run.Lineage;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "A lineage event of run {Run} could not be written to the state folder: {Fault}")]
    public static partial void NotWritten(this ILogger log, string run, string fault);

    [LoggerMessage(LogLevel.Warning, "Lineage:Url did not take an event of run {Run}: status {Status}. It stands in the state folder")]
    public static partial void NotTaken(this ILogger log, string run, int status);

    [LoggerMessage(LogLevel.Warning, "An event of run {Run} could not be sent to Lineage:Url: {Fault}. It stands in the state folder")]
    public static partial void NotSent(this ILogger log, string run, string fault);
}

using Microsoft.Extensions.Logging;

namespace Mm.Data.Run.Lineage;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "A lineage event of run {Run} could not be written to the state folder: {Fault}")]
    public static partial void NotWritten(this ILogger log, string run, string fault);

    [LoggerMessage(LogLevel.Warning, "A lineage event of run {Run} was not taken by Lineage:Url: status {Status}; it stands in the state folder")]
    public static partial void NotTaken(this ILogger log, string run, int status);

    [LoggerMessage(LogLevel.Warning, "A lineage event of run {Run} could not be sent to Lineage:Url: {Fault}; it stands in the state folder")]
    public static partial void NotSent(this ILogger log, string run, string fault);
}

using Microsoft.Extensions.Logging;

namespace Mm.Data.Run.Workers;

internal static partial class Log
{
    [LoggerMessage(LogLevel.Warning, "This worker cannot take part in run {Run}, its shard goes to another: {Why}")]
    public static partial void CannotJoin(this ILogger log, string run, string why);
}

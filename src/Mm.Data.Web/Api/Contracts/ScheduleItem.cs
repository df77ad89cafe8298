using System.Text.Json;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Definition;
using Mm.Data.Run;

namespace Mm.Data.Web.Api.Contracts;

/// <summary>A schedule as the API and <c>mmdata schedule list --json</c> show it. Times are UTC.</summary>
public sealed record ScheduleItem
{
    public required string Name { get; init; }

    public required string Pipeline { get; init; }

    public required string Input { get; init; }

    /// <summary>Folder of its releases.</summary>
    public required string Output { get; init; }

    public required string Cron { get; init; }

    public required string Zone { get; init; }

    /// <summary><c>one</c>, <c>each</c> or <c>none</c>.</summary>
    public required string CatchUp { get; init; }

    /// <summary>Whether only new and changed files enter.</summary>
    public required bool Cursor { get; init; }

    public required bool IsPaused { get; init; }

    /// <summary>Start of the next window; null while it is paused, or where there is none.</summary>
    public DateTimeOffset? Next { get; init; }

    public static ScheduleItem Of(ScheduleRecord schedule, DateTimeOffset now) => new()
    {
        Name = schedule.Name,
        Pipeline = schedule.Pipeline,
        Input = JsonSerializer.Deserialize<RunRequest>(schedule.RequestJson)!.Input,
        Output = schedule.Output,
        Cron = schedule.Cron,
        Zone = schedule.Zone,
        CatchUp = EnumCode.Of(schedule.CatchUp),
        Cursor = schedule.CursorTries is not null,
        IsPaused = schedule.IsPaused,
        Next = schedule.IsPaused ? null : NextOf(schedule, now),
    };

    private static DateTimeOffset? NextOf(ScheduleRecord schedule, DateTimeOffset now)
    {
        var seen = DateTimeOffset.FromUnixTimeMilliseconds(schedule.SeenMs);
        try
        {
            return CronTimes.Parse(schedule.Cron, schedule.Zone).Next(seen > now ? seen : now);
        }
        catch (FormatException)
        {
            return null; // a zone that this machine does not know
        }
    }
}

using System.Globalization;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline.Definition;

namespace Mm.Data.Tests.Catalog.Schedules;

/// <summary>Schedules of tests, and their windows as short texts.</summary>
internal static class MadeSchedule
{
    public static ScheduleRecord Of(
        DateTimeOffset since, string cron = "0 * * * *", CatchUp catchUp = CatchUp.One, string zone = "UTC", string name = "hourly") => new()
        {
            Name = name,
            Pipeline = "plain",
            RequestJson = "{}",
            Output = "out",
            Cron = cron,
            Zone = zone,
            CatchUp = catchUp,
            SeenMs = since.ToUnixTimeMilliseconds(),
        };

    public static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Each window as <c>HH:mm state</c>, oldest first.</summary>
    public static async Task<string[]> ToldAsync(this ScheduleBook book, CancellationToken cancel) =>
    [
        .. (await book.Windows.ListAsync("hourly", 1000, cancel)).Reverse().Select(window =>
            DateTimeOffset.FromUnixTimeMilliseconds(window.StartMs).ToString("HH:mm ", CultureInfo.InvariantCulture)
            + window.State.ToString().ToLowerInvariant()),
    ];
}

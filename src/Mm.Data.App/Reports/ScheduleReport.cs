using System.Globalization;
using Mm.Data.Web.Api.Contracts;
using Spectre.Console;

namespace Mm.Data.App.Reports;

/// <summary>Prints schedules and their windows.</summary>
internal static class ScheduleReport
{
    public static void Print(IReadOnlyList<ScheduleItem> schedules, bool json) => Listing.Print(
        schedules,
        json,
        "No schedule. Enter one with: mmdata schedule add PIPELINE --input PATH --output DIR",
        new Table().Border(TableBorder.Simple).AddColumns("schedule", "pipeline", "cron", "zone", "catch-up", "cursor", "next (UTC)"),
        one =>
        [
            one.Name, one.Pipeline, one.Cron, one.Zone, one.CatchUp, one.Cursor ? "yes" : "no",
            one.IsPaused ? "paused" : one.Next is { } next ? Time(next) : "never",
        ]);

    public static void Print(IReadOnlyList<WindowItem> windows, bool json) => Listing.Print(
        windows,
        json,
        "No window yet. mmdata serve fires schedules while it runs.",
        new Table().Border(TableBorder.Simple).AddColumns("window (UTC)", "kind", "state")
            .AddColumn(new TableColumn("samples").RightAligned()).AddColumn(new TableColumn("changed").RightAligned())
            .AddColumn(new TableColumn("deferred").RightAligned()).AddColumns("run", "why"),
        one =>
        [
            Time(one.Start), one.Kind, one.State, Number(one.Samples), Number(one.Changed), Number(one.Deferred),
            one.Run is { } run ? run[..8] : "", one.MergedInto is { } into ? $"stands in {Time(into)}" : one.Error ?? "",
        ]);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}

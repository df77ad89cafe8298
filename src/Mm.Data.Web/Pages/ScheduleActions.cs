using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Web.Access;

namespace Mm.Data.Web.Pages;

/// <summary>What the buttons of a schedule do. Each goes back to the schedule's page, which says what became of it.</summary>
internal static class ScheduleActions
{
    private const string Choose = "choose";
    private const string Date = "date";

    /// <summary>What a page says for a code in its address; an address cannot say anything else.</summary>
    public static IReadOnlyDictionary<string, string> Said { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["asked"] = "Asked for. A service takes the window up within a second or two, or behind the one in work.",
        ["pause"] = "Paused: no window comes due until it is resumed.",
        ["resume"] = "Resumed: windows come due from now on.",
        [Choose] = "A backfill takes files by a beginning of their path, or by time. Fill in one at least.",
        [Date] = "That is no date. Write it as 2026-03-01.",
    };

    public static bool IsFault(string? code) => code is Choose or Date;

    public static void Map(IEndpointRouteBuilder app)
    {
        Act(app, "pause", (string name, IFormCollection form, RunCatalog catalog, TimeProvider clock, CancellationToken cancel) =>
            PauseAsync(catalog, clock, name, true, cancel));
        Act(app, "resume", (string name, IFormCollection form, RunCatalog catalog, TimeProvider clock, CancellationToken cancel) =>
            PauseAsync(catalog, clock, name, false, cancel));
        Act(app, "run-now", (string name, IFormCollection form, RunCatalog catalog, TimeProvider clock, CancellationToken cancel) =>
            AskAsync(catalog, clock, name, WindowKind.Manual, null, cancel));
        Act(app, "backfill", BackfillAsync);
    }

    // That a form is read is what has its antiforgery token checked, also where nothing is taken from it.
    private static void Act(IEndpointRouteBuilder app, string verb, Delegate handler) =>
        app.MapPost($"/schedules/{{name}}/{verb}", handler).RequireAuthorization(Capability.Operate.Named()).ExcludeFromDescription();

    private static async Task<IResult> PauseAsync(
        RunCatalog catalog, TimeProvider clock, string name, bool isPaused, CancellationToken cancel) =>
        await catalog.Schedules.PauseAsync(name, isPaused, clock.GetUtcNow(), cancel)
            ? Back(name, isPaused ? "pause" : "resume")
            : Results.NotFound();

    private static Task<IResult> BackfillAsync(
        string name, [FromForm] string? prefix, [FromForm] string? from, [FromForm] string? to, RunCatalog catalog, TimeProvider clock,
        CancellationToken cancel)
    {
        var (fromMs, toMs) = (Moment(from), Moment(to));
        if ((fromMs is null && !string.IsNullOrEmpty(from)) || (toMs is null && !string.IsNullOrEmpty(to)))
            return Task.FromResult(Back(name, Date));
        var filter = new WindowFilter(string.IsNullOrEmpty(prefix) ? null : prefix, fromMs, toMs);
        return filter == new WindowFilter(null, null, null)
            ? Task.FromResult(Back(name, Choose))
            : AskAsync(catalog, clock, name, WindowKind.Backfill, JsonSerializer.Serialize(filter), cancel);
    }

    private static async Task<IResult> AskAsync(
        RunCatalog catalog, TimeProvider clock, string name, WindowKind kind, string? filterJson, CancellationToken cancel) =>
        await catalog.Schedules.Windows.AskAsync(name, kind, filterJson, clock.GetUtcNow(), cancel) is null
            ? Results.NotFound()
            : Back(name, "asked");

    private static IResult Back(string name, string said) =>
        Results.LocalRedirect(Say.Link("/schedules/" + Uri.EscapeDataString(name), ("said", said)));

    private static long? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment.ToUnixTimeMilliseconds()
            : null;
}

using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Catalog;
using Mm.Data.Catalog.Schedules;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Run.Schedules;
using Mm.Data.Web.Access;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.Web.Api;

/// <summary>Schedules, their windows, and the hook that tells one that something has happened.</summary>
internal static class ScheduleRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/schedules", ListAsync).For(Capability.View).Produces<IReadOnlyList<ScheduleItem>>().WithSummary("Schedules, by name.");
        api.MapPost("/schedules", PutAsync).For(Capability.Operate).Produces<ScheduleAnswer>()
            .WithSummary("Enters a schedule, or gives one of that name new settings.");
        api.MapDelete("/schedules/{name}", RemoveAsync).For(Capability.Operate, StatusCodes.Status404NotFound)
            .Produces(StatusCodes.Status204NoContent).WithSummary("Strikes out a schedule, its windows and its cursor.");
        api.MapGet("/schedules/{name}/windows", WindowsAsync).For(Capability.View, StatusCodes.Status404NotFound)
            .Produces<ItemPage<WindowItem>>().WithSummary("Windows of a schedule, newest first.");
        Act(api, "pause", Capability.Operate, (RunCatalog catalog, TimeProvider clock, string name, CancellationToken cancel) =>
            PauseAsync(catalog, clock, name, true, cancel)).Produces(StatusCodes.Status204NoContent);
        Act(api, "resume", Capability.Operate, (RunCatalog catalog, TimeProvider clock, string name, CancellationToken cancel) =>
            PauseAsync(catalog, clock, name, false, cancel)).Produces(StatusCodes.Status204NoContent);
        Act(api, "run-now", Capability.Operate, (RunCatalog catalog, TimeProvider clock, string name, CancellationToken cancel) =>
            AskAsync(catalog, clock, name, WindowKind.Manual, null, cancel)).Produces<WindowItem>(StatusCodes.Status202Accepted);
        Act(api, "backfill", Capability.Operate, BackfillAsync).Produces<WindowItem>(StatusCodes.Status202Accepted);
        Act(api, "trigger", Capability.Trigger, (RunCatalog catalog, TimeProvider clock, string name, CancellationToken cancel) =>
            AskAsync(catalog, clock, name, WindowKind.Event, null, cancel)).Produces<WindowItem>(StatusCodes.Status202Accepted);
    }

    private static RouteHandlerBuilder Act(IEndpointRouteBuilder api, string verb, Capability capability, Delegate handler) =>
        api.MapPost($"/schedules/{{name}}/{verb}", handler).For(capability, StatusCodes.Status404NotFound)
            .WithSummary($"Has a schedule {verb}.");

    private static async Task<IResult> ListAsync(RunCatalog catalog, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return Results.Ok<IReadOnlyList<ScheduleItem>>(
            [.. (await catalog.Schedules.ListAsync(cancel)).Select(schedule => ScheduleItem.Of(schedule, now))]);
    }

    private static async Task<IResult> PutAsync(
        ScheduleOrder order, RunCatalog catalog, ServerPaths paths, RunOptions options, StageCatalog stages, TimeProvider clock,
        CancellationToken cancel)
    {
        var request = new RunRequest
        {
            PipelinePath = paths.Checked("pipeline", order.Pipeline),
            Input = paths.Checked("input", order.Input),
            Output = paths.Checked("output", order.Output),
            Workers = options.WorkersOrCores,
            Overrides = order.Set ?? [],
        };
        var schedule = ScheduleDraft.Make(
            request, order.Name, stages, await catalog.Schedules.ListAsync(cancel), clock.GetUtcNow());
        return Results.Ok(new ScheduleAnswer(schedule.Name, await catalog.Schedules.PutAsync(schedule, cancel)));
    }

    private static async Task<IResult> RemoveAsync(RunCatalog catalog, string name, CancellationToken cancel) =>
        await catalog.Schedules.RemoveAsync(name, cancel) ? Results.NoContent() : ApiRoutes.Absent("schedule");

    private static async Task<IResult> WindowsAsync(
        RunCatalog catalog, string name, string? after, int? limit, CancellationToken cancel)
    {
        var most = PageKey.Most(limit);
        var (before, _) = PageKey.Read(after);
        if (await catalog.Schedules.FindAsync(name, cancel) is null)
            return ApiRoutes.Absent("schedule");
        var windows = await catalog.Schedules.Windows.ListAsync(name, before ?? long.MaxValue, most, cancel);
        var next = windows.Count == most ? PageKey.Of(windows[^1].StartMs, "") : null;
        return Results.Ok(new ItemPage<WindowItem>([.. windows.Select(WindowItem.Of)], next));
    }

    private static async Task<IResult> PauseAsync(
        RunCatalog catalog, TimeProvider clock, string name, bool isPaused, CancellationToken cancel) =>
        await catalog.Schedules.PauseAsync(name, isPaused, clock.GetUtcNow(), cancel) ? Results.NoContent() : ApiRoutes.Absent("schedule");

    private static Task<IResult> BackfillAsync(
        BackfillOrder order, RunCatalog catalog, TimeProvider clock, string name, CancellationToken cancel)
    {
        if (order is { Prefix: null, From: null, To: null })
            throw new ConfigurationException("backfill: choose files by prefix, from or to.");
        var filter = new WindowFilter(order.Prefix, order.From?.ToUnixTimeMilliseconds(), order.To?.ToUnixTimeMilliseconds());
        return AskAsync(catalog, clock, name, WindowKind.Backfill, JsonSerializer.Serialize(filter), cancel);
    }

    private static async Task<IResult> AskAsync(
        RunCatalog catalog, TimeProvider clock, string name, WindowKind kind, string? filterJson, CancellationToken cancel) =>
        await catalog.Schedules.Windows.AskAsync(name, kind, filterJson, clock.GetUtcNow(), cancel) is { } window
            ? Results.Accepted($"{ApiRoutes.Prefix}/schedules/{name}/windows", WindowItem.Of(window))
            : ApiRoutes.Absent("schedule");
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Run;
using Mm.Data.Web.Access;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.Web.Api;

/// <summary>Runs and their shards.</summary>
internal static class RunRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", ListAsync).For(Capability.View).Produces<ItemPage<RunItem>>().WithSummary("Runs, newest first.");
        api.MapGet("/runs/{key}", GetAsync).For(Capability.View, StatusCodes.Status404NotFound).Produces<RunItem>()
            .WithSummary("A run with the verdicts of its finished shards.");
        api.MapPost("/runs", StartAsync).For(Capability.Operate).Produces<RunAnswer>(StatusCodes.Status202Accepted)
            .WithSummary("Plans a run and starts it.");
        api.MapDelete("/runs/{key}", CancelAsync).For(Capability.Operate, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict)
            .Produces(StatusCodes.Status204NoContent).WithSummary("Ends a run in work. Done shards stay.");
        api.MapGet("/runs/{key}/shards", ShardsAsync).For(Capability.View, StatusCodes.Status404NotFound).Produces<ItemPage<ShardItem>>()
            .WithSummary("Jobs of a run, in the order of phases.");
    }

    private static async Task<IResult> ListAsync(
        RunCatalog catalog, string? state, string? pipeline, string? after, int? limit, CancellationToken cancel)
    {
        var most = PageKey.Most(limit);
        var filter = new RunFilter(State: StateOf(state), Pipeline: pipeline);
        return Results.Ok(await PageAsync(catalog, filter, after, most, RunItem.Of, cancel));
    }

    /// <summary>A page of what runs show.</summary>
    internal static async Task<ItemPage<T>> PageAsync<T>(
        RunCatalog catalog, RunFilter filter, string? after, int most, Func<RunRecord, T> item, CancellationToken cancel)
    {
        var (started, key) = PageKey.Read(after);
        var place = started is { } ms ? new RunPlace(ms, key) : null;
        var runs = (await catalog.Queries.PageAsync(filter, place, isBackwards: false, most, cancel)).Items;
        return new ItemPage<T>([.. runs.Select(item)], runs.Count == most ? PageKey.Of(runs[^1].StartedMs, runs[^1].Key) : null);
    }

    private static async Task<IResult> GetAsync(RunCatalog catalog, string key, CancellationToken cancel) =>
        await catalog.RunAsync(key, cancel) is { } run
            ? Results.Ok(RunItem.Of(run, await catalog.ShardsAsync(key, cancel)))
            : ApiRoutes.Absent("run");

    private static async Task<IResult> StartAsync(
        RunOrder order, OrderedRuns runs, ServerPaths paths, RunOptions options, CancellationToken cancel)
    {
        var request = new RunRequest
        {
            PipelinePath = paths.Checked("pipeline", order.Pipeline),
            Input = paths.Checked("input", order.Input),
            Output = paths.Checked("output", order.Output),
            Workers = options.WorkersOrCores,
            Overrides = order.Set ?? [],
            Replace = order.Replace,
        };
        var key = await runs.StartAsync(request, cancel);
        return Results.Accepted(
            key is null ? null : $"{ApiRoutes.Prefix}/runs/{key}",
            new RunAnswer(key, EnumCode.Of(key is null ? RunState.Published : RunState.Running), request.Output));
    }

    private static async Task<IResult> CancelAsync(RunCatalog catalog, OrderedRuns runs, string key, CancellationToken cancel)
    {
        if (await catalog.RunAsync(key, cancel) is not { } run)
            return ApiRoutes.Absent("run");
        if (run.State is not RunState.Running)
            return Problems.Of(StatusCodes.Status409Conflict, $"The run has ended: {EnumCode.Of(run.State)}.");
        await runs.CancelAsync(key, cancel);
        return Results.NoContent();
    }

    private static async Task<IResult> ShardsAsync(RunCatalog catalog, string key, string? after, int? limit, CancellationToken cancel)
    {
        var most = PageKey.Most(limit);
        var (phase, index) = PageKey.Read(after);
        if (await catalog.RunAsync(key, cancel) is null)
            return ApiRoutes.Absent("run");
        _ = int.TryParse(index, out var number);
        var place = phase is { } last ? new ShardKey(key, (RunPhase)last, number) : null;
        var shards = (await catalog.Queries.ShardPageAsync(key, ShardStates.All, place, isBackwards: false, most, cancel)).Items;
        var next = shards.Count == most ? PageKey.Of((int)shards[^1].Phase, shards[^1].Index) : null;
        return Results.Ok(new ItemPage<ShardItem>([.. shards.Select(ShardItem.Of)], next));
    }

    private static RunState? StateOf(string? code)
    {
        try
        {
            return string.IsNullOrEmpty(code) ? null : EnumCode.Parse<RunState>(code);
        }
        catch (FormatException)
        {
            throw new ConfigurationException(
                $"state: known are {string.Join(", ", Enum.GetValues<RunState>().Select(EnumCode.Of))}.");
        }
    }
}

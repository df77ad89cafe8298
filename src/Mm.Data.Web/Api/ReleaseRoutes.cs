using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Pipeline.Ports;
using Mm.Data.Publish;
using Mm.Data.Web.Access;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.Web.Api;

/// <summary>Releases, and what their ledgers tell of a sample.</summary>
internal static class ReleaseRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/releases", ListAsync).For(Capability.View).Produces<ItemPage<ReleaseItem>>()
            .WithSummary("Published releases, by the start of their runs, newest first.");
        api.MapGet("/releases/{run}", GetAsync).For(Capability.View, StatusCodes.Status404NotFound).Produces<ReleaseItem>()
            .WithSummary("A release with its counts, out of its manifest.");
        api.MapGet("/releases/{run}/samples/{id}", SampleAsync).For(Capability.View, StatusCodes.Status404NotFound).Produces<SampleItem>()
            .WithSummary("Every verdict on a sample, with its proof.");
    }

    private static async Task<IResult> ListAsync(
        RunCatalog catalog, string? pipeline, string? after, int? limit, CancellationToken cancel)
    {
        var most = PageKey.Most(limit);
        var filter = new RunFilter(State: RunState.Published, Pipeline: pipeline);
        return Results.Ok(await RunRoutes.PageAsync(catalog, filter, after, most, ReleaseItem.Of, cancel));
    }

    private static async Task<IResult> GetAsync(RunCatalog catalog, string run, CancellationToken cancel)
    {
        if (await catalog.RunAsync(run, cancel) is not { State: RunState.Published } found)
            return ApiRoutes.Absent("release");
        using var release = await ReleaseReader.OpenAsync(Here(found), cancel);
        return Results.Ok(ReleaseItem.Of(found, release.Manifest));
    }

    private static async Task<IResult> SampleAsync(RunCatalog catalog, string run, string id, CancellationToken cancel) =>
        await catalog.RunAsync(run, cancel) is { State: RunState.Published } found
            ? Results.Ok(SampleItem.Of(await SampleTrace.ReadAsync(Here(found), id, cancel)))
            : ApiRoutes.Absent("release");

    private static string Here(RunRecord run) => BlobAddress.IsOne(run.Output)
        ? throw new ConfigurationException($"The release lies in blob storage: mmdata inspect {run.Output} reads it.")
        : run.Output;
}

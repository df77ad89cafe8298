using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Audit;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Web.Access;
using Mm.Data.Web.Api.Contracts;
using Mm.Data.Web.Read;

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

    private static async Task<IResult> GetAsync(ReleaseLibrary library, string run, CancellationToken cancel) =>
        await FindAsync(library, run, cancel) is { } release
            ? Results.Ok(ReleaseItem.Of(release.Run, release.Manifest))
            : ApiRoutes.Absent("release");

    private static async Task<IResult> SampleAsync(
        ReleaseLibrary library, SampleDetails details, string run, string id, CancellationToken cancel)
    {
        if (id.Length < SampleTrace.PrefixLengthMin)
            throw new ConfigurationException($"The sample id {id} is too short: give at least {SampleTrace.PrefixLengthMin} characters.");
        if (await FindAsync(library, run, cancel) is not { } release)
            return ApiRoutes.Absent("release");
        var indexed = await library.IndexAsync(release, cancel);
        if (indexed.Index is null)
        {
            throw new EnvironmentException(indexed.Problem
                ?? $"The release's index is being made ({indexed.Progress:P0}), once. Ask again in a minute.");
        }

        return Results.Ok(SampleItem.Of(await details.StoryAsync(indexed, id, cancel)));
    }

    /// <summary>Null: there is no such run, or it has published nothing.</summary>
    /// <exception cref="ConfigurationException">Its release is not there any more.</exception>
    private static async Task<OpenRelease?> FindAsync(ReleaseLibrary library, string run, CancellationToken cancel)
    {
        var answer = await library.FindAsync(run, cancel);
        return answer is null or { Release: null, Problem: ReleaseAnswer.NotPublished } ? null
            : answer.Release ?? throw new ConfigurationException(answer.Problem!);
    }
}

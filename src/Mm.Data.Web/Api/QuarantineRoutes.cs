using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Catalog;
using Mm.Data.Pipeline;
using Mm.Data.Web.Access;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.Web.Api;

/// <summary>Samples in quarantine. Their originals leave this machine by its own command alone.</summary>
internal static class QuarantineRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/quarantine", ListAsync).For(Capability.View).Produces<ItemPage<QuarantineItem>>()
            .WithSummary("Samples in quarantine, by pipeline and id.");
        api.MapPost("/quarantine/retry", RetryAsync).For(Capability.Operate).Produces<RetryAnswer>()
            .WithSummary("Puts samples back: the next run of their pipeline tries them again.");
    }

    private static async Task<IResult> ListAsync(
        RunCatalog catalog, string? pipeline, string[]? reason, string? after, int? limit, CancellationToken cancel)
    {
        var most = PageKey.Most(limit);
        var (lastPipeline, lastId) = PageKey.ReadTexts(after);
        var place = lastPipeline is null ? null : new QuarantinePlace(lastPipeline, lastId);
        var records = (await catalog.QuarantineQueries.PageAsync(pipeline, reason ?? [], place, isBackwards: false, most, cancel)).Items;
        var next = records.Count == most ? PageKey.Of(records[^1].Pipeline, records[^1].SampleId) : null;
        return Results.Ok(new ItemPage<QuarantineItem>([.. records.Select(QuarantineItem.Of)], next));
    }

    private static async Task<IResult> RetryAsync(RetryOrder order, RunCatalog catalog, CancellationToken cancel)
    {
        var choice = new QuarantineChoice(order.Pipeline, order.Samples ?? [], order.Reasons ?? []);
        if (!order.All && choice is { Pipeline: null, Samples.Count: 0, Reasons.Count: 0 })
            throw new ConfigurationException("retry: choose by pipeline, samples or reasons, or say all.");
        var chosen = await catalog.Quarantine.ListAsync(choice, cancel);
        return Results.Ok(new RetryAnswer(await catalog.Quarantine.PutBackAsync(chosen, cancel), chosen.Count));
    }
}

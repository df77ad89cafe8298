using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Mm.Data.Catalog;
using Mm.Data.Models.Store;
using Mm.Data.Run;
using Mm.Data.Web.Access;
using Mm.Data.Web.Api.Contracts;

namespace Mm.Data.Web.Api;

/// <summary>What the service works with: workers and models.</summary>
internal static class MachineRoutes
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/workers", WorkersAsync).For(Capability.View).Produces<IReadOnlyList<WorkerItem>>()
            .WithSummary("Processes that take jobs, oldest first.");
        api.MapGet("/models", (ModelStore store) => Results.Ok<IReadOnlyList<ModelItem>>([.. store.List().Models.Select(ModelItem.Of)]))
            .For(Capability.View).Produces<IReadOnlyList<ModelItem>>().WithSummary("Models that pipelines may name.");
    }

    private static async Task<IResult> WorkersAsync(RunCatalog catalog, RunOptions options, CancellationToken cancel) =>
        Results.Ok<IReadOnlyList<WorkerItem>>(
            [.. (await catalog.Workers.ListAsync(cancel)).Select(worker => WorkerItem.Of(worker, options))]);
}

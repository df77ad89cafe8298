using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Mm.Data.Pipeline;
using Mm.Data.Web.Access;

namespace Mm.Data.Web.Api;

/// <summary>The HTTP API, version 1: docs/api.md.</summary>
public static class ApiRoutes
{
    internal const string Prefix = "/api/v1";
    private const string LimitPolicy = "api";
    private static readonly TimeSpan LimitLength = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddApi(this IServiceCollection services, WebOptions web)
    {
        services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddProblemDetails();
        services.AddSingleton<ServerPaths>().AddSingleton<OrderedRuns>()
            .AddHostedService(provider => provider.GetRequiredService<OrderedRuns>());
        services.AddOpenApi("v1", options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "Mm.Data", Version = "1", Description = "Keys and scopes: docs/access.md." };
            document.Servers = [];
            return Task.CompletedTask;
        }));
        return services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = $"{LimitLength.TotalSeconds:F0}";
                return new ValueTask(Problems.WriteAsync(
                    rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests. Ask again in a minute."));
            };
            limiter.AddPolicy(LimitPolicy, context => RateLimitPartition.GetFixedWindowLimiter(
                context.User.Identity?.Name ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = web.RequestsPerMinute, Window = LimitLength }));
        });
    }

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/api/{documentName}/openapi.json").RequireAuthorization(Capability.View.Named());
        var api = app.MapGroup(Prefix).AddEndpointFilter<FaultFilter>().RequireRateLimiting(LimitPolicy);
        RunRoutes.Map(api);
        ReleaseRoutes.Map(api);
        ScheduleRoutes.Map(api);
        QuarantineRoutes.Map(api);
        MachineRoutes.Map(api);
        return app;
    }

    /// <summary>Says who may call it, and every refusal that it can answer with.</summary>
    internal static RouteHandlerBuilder For(this RouteHandlerBuilder route, Capability capability, params int[] problems)
    {
        int[] always =
        [
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
            StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable,
        ];
        foreach (var status in always.Concat(problems))
            route.ProducesProblem(status);
        return route.RequireAuthorization(capability.Named());
    }

    internal static IResult Absent(string what) => Problems.Of(StatusCodes.Status404NotFound, $"There is no such {what}.");
}

using System.Net;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Mm.Data.Web.Pages;

namespace Mm.Data.Web;

/// <summary>The pages of the service: runs with their funnels, and Hangfire's own dashboard under /jobs.</summary>
public static class Dashboard
{
    public static IServiceCollection AddDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddPages();
        services.AddDataProtection().UseEphemeralDataProtectionProvider(); // nobody logs in, so no key outlives the process
        return services;
    }

    public static WebApplication MapDashboard(this WebApplication app)
    {
        app.Use(LocalOnlyAsync);
        app.UseAntiforgery();
        app.UseHangfireDashboard("/jobs", new DashboardOptions
        {
            DashboardTitle = "Mm.Data jobs",
            DisplayStorageConnectionString = false,
            IsReadOnlyFunc = _ => true, // watching needs no login on this machine; acting will
            Authorization = [], // LocalOnlyAsync has looked already, and more closely than Hangfire's own filter
            AppPath = "/",
        });
        app.MapPages();
        return app;
    }

    /// <summary>
    /// Answers only requests that came over loopback, for a loopback host name, through no proxy: a reverse proxy on this machine
    /// would make every caller look local, and a foreign host name would let another site's page reach in.
    /// </summary>
    private static async Task LocalOnlyAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        var proxied = headers.ContainsKey("X-Forwarded-For") || headers.ContainsKey("Forwarded") || headers.ContainsKey("X-Real-IP");
        var local = context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
        var host = context.Request.Host.Host;
        var names = host is "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var named) && IPAddress.IsLoopback(named));
        if (proxied || !local || !names)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("The dashboard answers this machine only.", context.RequestAborted);
            return;
        }

        context.Response.Headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/jobs", StringComparison.Ordinal)
            ? "frame-ancestors 'none'"
            : PageRoutes.ContentPolicy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        await next(context);
    }
}

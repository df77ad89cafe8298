using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Mm.Data.Web.Access;

/// <summary>What every request passes before anybody asks who it is from.</summary>
internal static class Gate
{
    /// <summary>The jobs' own dashboard writes scripts and styles into its pages.</summary>
    private const string JobsPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    private const string ApiPolicy = "default-src 'none'; frame-ancestors 'none'";

    public static void UseGate(this IApplicationBuilder app, WebOptions web, string pagePolicy)
    {
        if (web.PublicUrl.Length > 0)
            app.Use((context, next) => AtPublicUrlAsync(context, new Uri(web.PublicUrl), next));
        app.Use((context, next) => HeadersAsync(context, web.IsSecure, pagePolicy, next));
        if (web.Access is AccessMode.Local)
            app.Use(OwnMachineOnlyAsync);
        app.Use(OwnSiteOnlyAsync);
    }

    public static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whatever the request calls this service: links and cookies are made for the address that the operator named.</summary>
    private static Task AtPublicUrlAsync(HttpContext context, Uri publicUrl, RequestDelegate next)
    {
        context.Request.Scheme = publicUrl.Scheme;
        context.Request.Host = new HostString(publicUrl.Authority);
        return next(context);
    }

    private static Task HeadersAsync(HttpContext context, bool isSecure, string pagePolicy, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/jobs", StringComparison.OrdinalIgnoreCase)
            ? JobsPolicy
            : IsApi(context.Request) ? ApiPolicy : pagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin"; // with none at all, browsers say "Origin: null" for our own forms
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-store"; // what a role may see is no other's; styles and media say otherwise
        if (isSecure)
            headers.StrictTransportSecurity = "max-age=31536000";
        return next(context);
    }

    private static async Task OwnMachineOnlyAsync(HttpContext context, RequestDelegate next)
    {
        if (OwnMachine.IsCaller(context))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync(
            "This service answers its own machine only. Web:Access=login opens it to others: docs/access.md.", context.RequestAborted);
    }

    /// <summary>
    /// Another site's page can make a browser send a request here, with cookies or from loopback; it cannot hide that it did.
    /// </summary>
    private static async Task OwnSiteOnlyAsync(HttpContext context, RequestDelegate next)
    {
        if (IsSafe(context.Request.Method) || IsOwnSite(context.Request))
        {
            await next(context);
            return;
        }

        await Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "The request comes from another site's page.");
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static bool IsOwnSite(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && site.ToString() is not ("same-origin" or "none"))
            return false;
        return !request.Headers.TryGetValue("Origin", out var origin)
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
